"""The database states the law of a case: states follow the national ways, what is closed stays closed.

And it puts a digest in place of what is personal before the journal is told of a row.
"""

from django.db import migrations

from motcua.kernel.position import PERSONAL_COLUMNS
from motcua.kernel.states import WAYS

PAIRS = ", ".join(f"({int(old)}, {int(new)})" for old, after in WAYS.items() for new in sorted(after))

LAW = f"""
CREATE FUNCTION cases_state_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM (VALUES {PAIRS}) AS way(was, becomes) WHERE was = OLD.state AND becomes = NEW.state) THEN
    RAISE EXCEPTION 'cases: state % does not follow state %', NEW.state, OLD.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_state_follows_the_national_ways';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER a_state_follows_the_national_ways BEFORE UPDATE OF state ON cases_case
  FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION cases_state_follows();

CREATE FUNCTION cases_closed_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'cases: a closed % stays as it was closed', TG_TABLE_NAME
    USING ERRCODE = 'check_violation', CONSTRAINT = 'what_is_closed_stays_closed';
END $$;

CREATE TRIGGER what_is_closed_stays_closed BEFORE UPDATE OR DELETE ON cases_step
  FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL) EXECUTE FUNCTION cases_closed_stays();
CREATE TRIGGER what_is_closed_stays_closed BEFORE UPDATE OR DELETE ON cases_hold
  FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL) EXECUTE FUNCTION cases_closed_stays();
CREATE TRIGGER who_decided_before_stays BEFORE UPDATE OR DELETE ON cases_resettlement
  FOR EACH ROW EXECUTE FUNCTION cases_closed_stays();
CREATE TRIGGER what_was_declared_stays BEFORE UPDATE OR DELETE ON cases_amendment
  FOR EACH ROW EXECUTE FUNCTION cases_closed_stays();
"""

TOLD = f"""
CREATE FUNCTION cases_told(salt uuid, told jsonb, opened jsonb, paused jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(jsonb_object_agg(part, (
    SELECT jsonb_object_agg(name,
      CASE WHEN name = ANY ('{{{",".join(PERSONAL_COLUMNS)}}}') AND value NOT IN ('""', '[]', '{{}}', 'null')
        THEN to_jsonb(encode(sha256(convert_to(salt || value::text, 'UTF8')), 'hex')) ELSE value END)
    FROM jsonb_each(columns) AS one(name, value))), '{{}}')
    || jsonb_strip_nulls(jsonb_build_object('opened', opened, 'paused', paused))
  FROM jsonb_each(told) AS part(part, columns)
$$;
"""

UNDO = """
DROP FUNCTION cases_told(uuid, jsonb, jsonb, jsonb);
DROP TRIGGER who_decided_before_stays ON cases_resettlement;
DROP TRIGGER what_was_declared_stays ON cases_amendment;
DROP TRIGGER what_is_closed_stays_closed ON cases_hold;
DROP TRIGGER what_is_closed_stays_closed ON cases_step;
DROP FUNCTION cases_closed_stays();
DROP TRIGGER a_state_follows_the_national_ways ON cases_case;
DROP FUNCTION cases_state_follows();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunSQL(LAW + TOLD, UNDO)]
