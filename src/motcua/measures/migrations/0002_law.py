"""What was issued stays as it was issued; a draft that waits may be issued, or give way to another."""

from django.db import migrations

GUARD = """
CREATE FUNCTION measures_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'measures: a report that was issued is superseded, not changed: % is refused', TG_OP
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER measures_immutable BEFORE UPDATE OR DELETE ON measures_issuedreport
  FOR EACH ROW WHEN (OLD.issued_at IS NOT NULL) EXECUTE FUNCTION measures_immutable();
CREATE TRIGGER measures_no_truncate BEFORE TRUNCATE ON measures_issuedreport
  FOR EACH STATEMENT EXECUTE FUNCTION measures_immutable();
"""
UNGUARD = """
DROP TRIGGER measures_immutable ON measures_issuedreport;
DROP TRIGGER measures_no_truncate ON measures_issuedreport;
DROP FUNCTION measures_immutable();
"""


class Migration(migrations.Migration):
    dependencies = [("measures", "0001_initial")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
