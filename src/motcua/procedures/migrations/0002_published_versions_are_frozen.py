"""A published version keeps its text for ever; only the end of its force may still be brought forward."""

from django.db import migrations

FREEZE = """
CREATE FUNCTION procedure_version_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.published_at IS NULL THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'UPDATE'
     AND NEW.in_force <@ OLD.in_force AND lower(NEW.in_force) = lower(OLD.in_force)
     AND to_jsonb(NEW) - 'in_force' = to_jsonb(OLD) - 'in_force' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'procedures: version % of procedure % is published, % is refused', OLD.number, OLD.procedure_id, TG_OP
    USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER procedure_version_frozen BEFORE UPDATE OR DELETE ON procedures_procedureversion
  FOR EACH ROW EXECUTE FUNCTION procedure_version_frozen();
"""

THAW = """
DROP TRIGGER procedure_version_frozen ON procedures_procedureversion;
DROP FUNCTION procedure_version_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("procedures", "0001_initial")]

    operations = [migrations.RunSQL(FREEZE, THAW)]
