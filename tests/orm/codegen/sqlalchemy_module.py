#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Uses a module that joinery generated for SQLAlchemy, with every warning an error.

sqlalchemy_module.py traverse MODULE.py URL ROWS   prints what relationships lead to, as JSON
sqlalchemy_module.py create MODULE.py URL          makes the tables
sqlalchemy_module.py parse MODULE.py               asks only whether it is Python and whole
"""
import ast
import builtins
import importlib.util
import json
import pathlib
import sys
import warnings


def load(path):
    """Reads the module and configures its mappers."""
    spec = importlib.util.spec_from_file_location("generated_models", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["generated_models"] = module
    spec.loader.exec_module(module)
    from sqlalchemy.orm import configure_mappers
    configure_mappers()
    return module


def key_of(row):
    from sqlalchemy import inspect
    return json.dumps([str(part) for part in inspect(row).identity], ensure_ascii=False)


def traverse(path, url, rows):
    import sqlalchemy
    from sqlalchemy.orm import Session
    module = load(path)
    engine = sqlalchemy.create_engine(url, future=True)
    found = {"classes": {}, "tables": {}}
    with Session(engine, future=True) as session:
        for mapper in module.Base.registry.mappers:
            query = sqlalchemy.select(mapper.class_).order_by(*[each for each in mapper.local_table.columns if each.primary_key]).limit(int(rows))
            relationships = {each.key: {} for each in mapper.relationships}
            for row in session.execute(query).scalars():
                for name, related in relationships.items():
                    value = getattr(row, name)
                    rows_there = value if isinstance(value, list) else [value] if value is not None else []
                    related[key_of(row)] = sorted(key_of(each) for each in rows_there)
            found["classes"][mapper.class_.__name__] = relationships
        mapped = {each.local_table for each in module.Base.registry.mappers}
        metadatas = [module.Base.metadata, getattr(module, "views", module.Base.metadata)]
        for table in {table for metadata in metadatas for table in metadata.tables.values() if table not in mapped}:
            found["tables"][table.name] = len(session.execute(sqlalchemy.select(table).limit(int(rows))).all())
    json.dump(found, sys.stdout, ensure_ascii=False)


def create(path, url):
    import sqlalchemy
    module = load(path)
    with sqlalchemy.create_engine(url, future=True).begin() as connection:
        module.Base.metadata.create_all(connection)


def parse(path):
    """Every name that is used is defined or imported, and every class has a table."""
    tree = ast.parse(pathlib.Path(path).read_text(encoding="utf-8"))
    compile(tree, path, "exec")
    bound = set(dir(builtins))
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            bound |= {(each.asname or each.name) for each in node.names}
        elif isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            bound.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            bound.add(node.id)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    assert used <= bound, used - bound
    imported = {each.name for node in tree.body if isinstance(node, ast.ImportFrom) for each in node.names}
    assert imported <= used, imported - used
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef) and [getattr(b, "id", "") for b in node.bases] == ["Base"]]
    for node in classes:
        targets = {t.id for line in node.body if isinstance(line, ast.Assign) for t in line.targets}
        assert "__tablename__" in targets, node.name
        members = [line.target.id for line in node.body if isinstance(line, ast.AnnAssign)]
        assert members and len(members) == len(set(members)), node.name
        for line in node.body:
            if isinstance(line, ast.AnnAssign):
                assert ast.unparse(line.annotation).startswith(("Mapped[", "WriteOnlyMapped[")), ast.unparse(line)
                assert line.value.func.id in ("mapped_column", "relationship"), ast.unparse(line)
    quoted = {c.value for n in ast.walk(tree) if isinstance(n, ast.AnnAssign) for c in ast.walk(n.annotation) if isinstance(c, ast.Constant)}
    assert quoted <= {node.name for node in classes}, quoted
    print(len(classes))


if __name__ == "__main__":
    warnings.simplefilter("error")
    {"traverse": traverse, "create": create, "parse": parse}[sys.argv[1]](*sys.argv[2:])
