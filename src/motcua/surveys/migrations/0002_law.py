"""An answer stays as it was given, and an invitation that was spent stays spent."""

from django.db import migrations

GUARD = """
CREATE FUNCTION surveys_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'surveys: % is kept as it was written, % is refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION surveys_only_spent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.spent AND NOT OLD.spent AND to_jsonb(NEW) - 'spent' = to_jsonb(OLD) - 'spent' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'surveys: a right to answer may only be spent, once' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER surveys_immutable BEFORE UPDATE OR DELETE ON surveys_answer
  FOR EACH ROW EXECUTE FUNCTION surveys_immutable();
CREATE TRIGGER surveys_immutable BEFORE UPDATE OR DELETE ON surveys_box
  FOR EACH ROW EXECUTE FUNCTION surveys_immutable();
CREATE TRIGGER surveys_only_spent BEFORE UPDATE ON surveys_invitation
  FOR EACH ROW EXECUTE FUNCTION surveys_only_spent();
CREATE TRIGGER surveys_only_spent BEFORE UPDATE ON surveys_drawn
  FOR EACH ROW EXECUTE FUNCTION surveys_only_spent();
"""

UNGUARD = """
DROP TRIGGER surveys_immutable ON surveys_answer; DROP TRIGGER surveys_immutable ON surveys_box;
DROP TRIGGER surveys_only_spent ON surveys_invitation; DROP TRIGGER surveys_only_spent ON surveys_drawn;
DROP FUNCTION surveys_immutable(); DROP FUNCTION surveys_only_spent();
"""


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
