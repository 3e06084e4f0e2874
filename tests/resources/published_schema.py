# SPDX-License-Identifier: GPL-3.0-or-later
"""published_schema.py SCHEMA DOCUMENTS: what a published JSON Schema says of documents, one line for each that it should not say.

DOCUMENTS is a list of {"name", "valid", "document"}. Of valid ones every key has to be described, too: a key that the schema passes over
is one that was forgotten, unless the schema says in so many words that any key may be there.
"""
import json
import sys

import jsonschema


class Walk:
    """Goes through a document along the schema that describes it."""

    def __init__(self, schema):
        self.root = schema
        self.forgotten = set()
        self.validators = {}

    def is_valid(self, instance, schema):
        if id(schema) not in self.validators:
            self.validators[id(schema)] = jsonschema.Draft202012Validator({**schema, "$defs": self.root["$defs"]})
        return self.validators[id(schema)].is_valid(instance)

    def parts(self, instance, schema):
        """All schemas that apply to the instance by this one."""
        found = [schema]
        if "$ref" in schema:
            found += self.parts(instance, self.root["$defs"][schema["$ref"].removeprefix("#/$defs/")])
        for each in schema.get("allOf", []):
            found += self.parts(instance, each)
        for each in schema.get("anyOf", []):
            if self.is_valid(instance, each):
                found += self.parts(instance, each)
        if "if" in schema and self.is_valid(instance, schema["if"]):
            found += self.parts(instance, schema["then"])
        return found

    def visit(self, instance, schemas, place=""):
        parts = [part for schema in schemas for part in self.parts(instance, schema)]
        if isinstance(instance, list):
            items = [part["items"] for part in parts if "items" in part]
            for each in instance:
                self.visit(each, items, place + "/*")
        elif isinstance(instance, dict):
            self.visit_object(instance, parts, place)

    def visit_object(self, instance, parts, place):
        others = [part["additionalProperties"] for part in parts if "additionalProperties" in part]
        if True in others:
            return
        for key, value in instance.items():
            known = [part["properties"][key] for part in parts if key in part.get("properties", {})] + others
            if known:
                self.visit(value, known, place + "/" + (key if not others else "*"))
            else:
                self.forgotten.add(place + "/" + key)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    with open(sys.argv[2], encoding="utf-8") as file:
        documents = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    walk = Walk(schema)
    for each in documents:
        errors = list(validator.iter_errors(each["document"]))
        if each["valid"]:
            for error in errors:
                best = jsonschema.exceptions.best_match([error])
                print(f"{each['name']}: refused at {best.json_path}: {best.message[:300]}")
            walk.visit(each["document"], [schema])
        elif not errors:
            print(f"{each['name']}: taken, though it is wrong")
    for place in sorted(walk.forgotten):
        print(f"{place} is not described")


main()
