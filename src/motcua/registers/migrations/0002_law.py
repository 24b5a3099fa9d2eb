"""What an entry says stays as it was written; only how it stands may change (NĐ 30/2020/NĐ-CP: a book is not rewritten)."""

from django.db import migrations

GUARD = """
CREATE FUNCTION registers_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'standing' - 'superseded_by_id' = to_jsonb(OLD) - 'standing' - 'superseded_by_id'
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'registers: an entry is superseded, not edited: % is refused', TG_OP
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER registers_immutable BEFORE UPDATE OR DELETE ON registers_entry
  FOR EACH ROW EXECUTE FUNCTION registers_immutable();
CREATE TRIGGER registers_no_truncate BEFORE TRUNCATE ON registers_entry
  FOR EACH STATEMENT EXECUTE FUNCTION registers_immutable();
"""
UNGUARD = """
DROP TRIGGER registers_immutable ON registers_entry;
DROP TRIGGER registers_no_truncate ON registers_entry;
DROP FUNCTION registers_immutable();
"""


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_initial")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
