"""Fills a database with finished cases, in bulk: as many rows as there would be, but chains that do not verify."""

from __future__ import annotations

from sqlalchemy import Engine, text

PEOPLE, ENTRIES = 50, 3
NUMBERS = "WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < :many)"
MOMENT = "'2025-06-01T00:00:00.' || substr(CAST(1000000 + i % 1000000 AS TEXT), 2) || '+00:00'"
DATA = '{"question":"egfr","turn":1,"typed":"35 毫升/分","value":{"kind":"quantity","unit":"mL/min","value":"35"}}'
PICTURE = '{"case":1,"paragraphs":[{"mark":"","style":"body","text":"肌酐清除率是多少?"}],"rows":[],"turn":1}'
STEPS = (
    f"""{NUMBERS} INSERT INTO staff (address, name, role, site, language, joined_at)
    SELECT 'many:' || i, 'Li M.', 'screener', 'MANY' || (i % 5), 'zh_CN', {MOMENT} FROM numbers WHERE i <= {PEOPLE}""",
    f"""{NUMBERS} INSERT INTO cases
    (code, trial, version, site, owner, state, turn, opened_at, changed_at, head, entries)
    SELECT 'MANY-' || i, 'ln-msc', '1', 'MANY' || (i % 5), (SELECT min(id) FROM staff) + i % {PEOPLE}, 'sent', 9,
    {MOMENT}, {MOMENT}, '{"f" * 64}', {ENTRIES} FROM numbers""",
    f"""WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {ENTRIES})
    INSERT INTO entries (case_id, number, kind, at, "offset", staff_id, language, trial, version, state, data,
    previous, hash) SELECT id, i, 'answered', changed_at, 480, owner, 'zh_CN', trial, version, 'ask', :data,
    '{"e" * 64}', '{"f" * 64}' FROM cases CROSS JOIN numbers WHERE code LIKE 'MANY-%'""",
    f"""{NUMBERS} INSERT INTO outbox (key, address, "do", slot, picture, status, attempts, done_at)
    SELECT 'many:' || i, 'telegram:' || (i % 5000), 'show', 'q' || i, :picture, 'sent', 1, {MOMENT} FROM numbers""",
    f"{NUMBERS} INSERT INTO slots SELECT 'telegram:' || (i % 5000), 'q' || i, 'm' || i FROM numbers",
    f"{NUMBERS} INSERT INTO seen SELECT 'many:' || i, {MOMENT} FROM numbers",
)


def fill(engine: Engine, cases: int) -> None:
    """Adds so many cases with their entries, messages and update keys; at least as many as there are people."""
    values = {"many": cases, "data": DATA, "picture": PICTURE}
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        for step in STEPS:
            named = {name: value for name, value in values.items() if f":{name}" in step}
            connection.execute(text(step), named)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
