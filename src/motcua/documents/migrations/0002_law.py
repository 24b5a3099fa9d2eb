"""What was issued or stored stays as it is; a paper may only be marked as removed, once (NĐ 61/2018/NĐ-CP Đ.5.1c)."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION documents_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'documents: % is kept as it was written, % is refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION documents_only_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.removed_at IS NULL AND NEW.removed_at IS NOT NULL
    AND to_jsonb(NEW) - 'removed_at' - 'removed_by' = to_jsonb(OLD) - 'removed_at' - 'removed_by'
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'documents: a paper may only be marked as removed, once'
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER documents_only_removed BEFORE UPDATE ON documents_paper
  FOR EACH ROW EXECUTE FUNCTION documents_only_removed();
"""

REFUSED = {
    "documents_file": "UPDATE OR DELETE",
    "documents_slip": "UPDATE OR DELETE",
    "documents_paper": "DELETE",
}
GUARD = "".join(
    f"CREATE TRIGGER documents_immutable BEFORE {acts} ON {table} FOR EACH ROW EXECUTE FUNCTION documents_immutable();\n"
    f"CREATE TRIGGER documents_no_truncate BEFORE TRUNCATE ON {table} "
    f"FOR EACH STATEMENT EXECUTE FUNCTION documents_immutable();\n"
    for table, acts in REFUSED.items()
)
UNGUARD = "".join(
    f"DROP TRIGGER documents_immutable ON {table}; DROP TRIGGER documents_no_truncate ON {table};\n" for table in REFUSED
)


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        migrations.RunSQL(
            FUNCTIONS + GUARD,
            UNGUARD
            + "DROP TRIGGER documents_only_removed ON documents_paper;"
            + "DROP FUNCTION documents_only_removed(); DROP FUNCTION documents_immutable();",
        ),
    ]
