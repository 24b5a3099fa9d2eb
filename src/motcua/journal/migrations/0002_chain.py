"""The chain is the database's own: it links, hashes and refuses change, whoever writes."""

from django.db import migrations

CHAIN = """
CREATE FUNCTION journal_canon(e journal_event) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT convert_to(concat_ws(E'\\x1f', e.stream, e.seq, e.kind,
    to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.by, e.data), 'UTF8')
$$;

CREATE FUNCTION journal_chain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.seq = 1 THEN
    NEW.prev := '\\x';
  ELSE
    SELECT hash INTO NEW.prev FROM journal_event WHERE stream = NEW.stream AND seq = NEW.seq - 1;
    IF NEW.prev IS NULL THEN
      RAISE EXCEPTION 'journal: stream % has no event % to follow', NEW.stream, NEW.seq - 1
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
  END IF;
  NEW.recorded_at := clock_timestamp();
  NEW.hash := sha256(NEW.prev || journal_canon(NEW));
  RETURN NEW;
END $$;

CREATE TRIGGER journal_chain BEFORE INSERT ON journal_event FOR EACH ROW EXECUTE FUNCTION journal_chain();

CREATE FUNCTION journal_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'journal: % is append-only, % is refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'insufficient_privilege';
END $$;
"""

GUARDED = ("journal_event", "journal_seal", "journal_sealedhead", "journal_reading")
GUARD = "".join(
    f"CREATE TRIGGER journal_immutable BEFORE UPDATE OR DELETE ON {table} "
    f"FOR EACH ROW EXECUTE FUNCTION journal_immutable();\n"
    f"CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON {table} "
    f"FOR EACH STATEMENT EXECUTE FUNCTION journal_immutable();\n"
    for table in GUARDED
)
UNGUARD = "".join(
    f"DROP TRIGGER journal_immutable ON {table}; DROP TRIGGER journal_no_truncate ON {table};\n" for table in GUARDED
)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.RunSQL(
            CHAIN + GUARD,
            UNGUARD
            + "DROP TRIGGER journal_chain ON journal_event;"
            + "DROP FUNCTION journal_chain(); DROP FUNCTION journal_immutable(); DROP FUNCTION journal_canon(journal_event);",
        ),
    ]
