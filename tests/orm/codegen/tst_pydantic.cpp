// SPDX-License-Identifier: GPL-3.0-or-later
#include <QProcess>
#include <QTest>

#include "orm/codegen/generator.h"
#include "orm/codegen/pydantic.h"
#include "orm/core/db_error.h"
#include "orm/core/json.h"
#include "orm/model/automap.h"
#include "orm/model/mapping.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace std::string_literals;

namespace {

schema::Column columnOf(const char* name, TypeKind kind, bool nullable = true, std::optional<std::string> defaultExpression = {}) {
  schema::Column made;
  made.name = name;
  made.type = ValueType::of(kind);
  made.nullable = nullable;
  made.defaultExpression = std::move(defaultExpression);
  return made;
}

schema::Table tableOf(const char* name, std::vector<schema::Column> columns) {
  schema::Table made;
  made.name = QualifiedName(name);
  made.primaryKey = schema::UniqueKey{{}, {columns.front().name}};
  made.columns = std::move(columns);
  return made;
}

/// The lines of one class, by a bar.
std::string classIn(const std::string& module, const std::string& name) {
  const std::size_t begin = module.find("class " + name + "(");
  if (begin == std::string::npos) return {};
  std::string text = module.substr(begin, module.find("\n\n\n", begin) - begin);
  if (!text.ends_with('\n')) text += '\n';
  std::ranges::replace(text, '\n', '|');
  return text;
}

std::shared_ptr<const Registry> registryOf(std::vector<schema::Table> tables) {
  auto metadata = std::make_shared<schema::MetaData>();
  for (schema::Table& table : tables) metadata->add(std::move(table));
  return automap(metadata, false);
}

/// Users, whose orders have columns of many types.
std::shared_ptr<const Registry> shop() {
  schema::Table users = tableOf("users", {columnOf("id", TypeKind::Uuid, false), columnOf("email", TypeKind::Text, false), columnOf("is_active", TypeKind::Boolean, false, "true"),
                                          columnOf("created_at", TypeKind::TimestampTz, false, "now()")});
  schema::Table orders = tableOf("order details", {columnOf("id", TypeKind::Integer, false), columnOf("user_id", TypeKind::Uuid), columnOf("price", TypeKind::Numeric, false, "0.10"),
                                                   columnOf("kind", TypeKind::Enum, false, "'new'::kind"), columnOf("note", TypeKind::Text, true, "'it''s \"x\"'::character varying"),
                                                   columnOf("photo", TypeKind::Blob), columnOf("extra", TypeKind::Json), columnOf("due", TypeKind::Date)});
  orders.columns[3].type.labels = std::make_shared<const std::vector<std::string>>(std::vector<std::string>{"new", "paid"});
  schema::ForeignKey key;
  key.columns = {"user_id"};
  key.referredTable = QualifiedName("users");
  key.referredColumns = {"id"};
  orders.foreignKeys = {key};
  return registryOf({std::move(users), std::move(orders)});
}

/// Names that are no identifiers of Python, or mean something else there.
std::shared_ptr<const Registry> oddNames() {
  return registryOf({tableOf("2-a", {columnOf("class", TypeKind::Integer), columnOf("date", TypeKind::Date), columnOf("_id", TypeKind::Integer), columnOf("id", TypeKind::Integer, false),
                                                    columnOf("a b", TypeKind::Text), columnOf("a.b", TypeKind::Text), columnOf("9", TypeKind::Text, false, "'x'"), columnOf("größe", TypeKind::Text),
                                                    columnOf("model_id", TypeKind::Integer), columnOf("json", TypeKind::Json), columnOf("say \"x\"", TypeKind::Text)})});
}

}  // namespace

/// ORACLES P9, on models alone.
class PydanticTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void eachModelIsAClassByName();
  void importsAreSortedAndUsed();
  void nullAndDefaultsAreKept();
  void defaultsAreScalarConstants_data();
  void defaultsAreScalarConstants();
  void relationshipsMayBeLeftOut();
  void namesThatPythonCannotHaveAreAliases();
  void constantsOfTheMappingAreDefaults();
  void withoutModelsItIsAComment();
  void pythonReadsIt_data();
  void pythonReadsIt();
  void schemasOfAllModelsAreOneDocument();
  void anUnknownKindNamesTheOthers();
};

/// P9: one class for each concrete model, sorted.
void PydanticTest::eachModelIsAClassByName() {
  const std::string module = pydanticModels(*shop());
  const std::size_t orders = module.find("class OrderDetailsSchema(BaseModel):"), users = module.find("class UsersSchema(BaseModel):");
  QVERIFY(orders != std::string::npos && users != std::string::npos && orders < users);
  QCOMPARE(QString::fromStdString(module).count(QStringLiteral("\nclass ")), 2);
  QVERIFY(module.find("    model_config = ConfigDict(from_attributes=True)\n") != std::string::npos);
}

/// P9: imports sorted.
void PydanticTest::importsAreSortedAndUsed() {
  const std::string module = pydanticModels(*shop());
  const std::string imports = module.substr(module.find("from __future__"), module.find("\n\n\nclass") - module.find("from __future__"));
  QCOMPARE(imports, "from __future__ import annotations\n\nfrom datetime import date, datetime\nfrom decimal import Decimal\nfrom typing import Any, Literal\nfrom uuid import UUID\n\nfrom pydantic import BaseModel, ConfigDict, Field"s);
}

/// P9: nullable → optional, scalar defaults.
void PydanticTest::nullAndDefaultsAreKept() {
  const std::string module = pydanticModels(*shop());
  QCOMPARE(classIn(module, "UsersSchema"), "class UsersSchema(BaseModel):|    \"A row of users.\"||    model_config = ConfigDict(from_attributes=True, populate_by_name=True)||    id: UUID|    email: str|    is_active: bool = True|"
                                           "    created_at: datetime|    order_details: list[OrderDetailsSchema] | None = Field(default=None, alias=\"order details\")|"s);
  const std::string orders = classIn(module, "OrderDetailsSchema");
  for (const char* line : {"|    id: int|", "|    user_id: UUID | None = None|", "|    price: Decimal = Decimal(\"0.10\")|", "|    kind: Literal[\"new\", \"paid\"] = \"new\"|",
                           "|    note: str | None = \"it's \\\"x\\\"\"|", "|    photo: bytes | None = None|", "|    extra: Any | None = None|", "|    due: date | None = None|"})
    QVERIFY2(orders.find(line) != std::string::npos, line);
}

void PydanticTest::defaultsAreScalarConstants_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<std::string>("expression");
  QTest::addColumn<std::string>("line");
  const auto row = [](const char* name, TypeKind kind, std::string expression, std::string line) { QTest::newRow(name) << static_cast<int>(kind) << std::move(expression) << std::move(line); };
  row("number in parentheses", TypeKind::Integer, "((7))", "x: int = 7");
  row("negative", TypeKind::Integer, "-1", "x: int = -1");
  row("number in quotes", TypeKind::Integer, "'0'::integer", "x: int = 0");
  row("cast around", TypeKind::Integer, "('-5'::integer)", "x: int = -5");
  row("real", TypeKind::Real, "1.5", "x: float = 1.5");
  row("SQLite's truth", TypeKind::Boolean, "0", "x: bool = False");
  row("SQLite's double quotes", TypeKind::Text, "\"a\"", "x: str = \"a\"");
  row("newline", TypeKind::Text, "'a\nb\\'", "x: str = \"a\\u000ab\\\\\"");
  row("a cast's look-alike inside", TypeKind::Text, "'a::b'::text", "x: str = \"a::b\"");
  row("NULL", TypeKind::Text, "NULL::character varying", "x: str");
  row("concatenation", TypeKind::Text, "'a' || 'b'", "x: str");
  row("function", TypeKind::Integer, "nextval('s'::regclass)", "x: int");
  row("no scalar", TypeKind::Date, "'2020-01-01'::date", "x: date_");
  row("sum", TypeKind::Integer, "(1) + (2)", "x: int");
}

void PydanticTest::defaultsAreScalarConstants() {
  QFETCH(int, kind);
  QFETCH(std::string, expression);
  QFETCH(std::string, line);
  if (line.ends_with('_')) line.pop_back();
  const auto registry = registryOf({tableOf("t", {columnOf("x", static_cast<TypeKind>(kind), false, expression)})});
  const std::string text = classIn(pydanticModels(*registry), "TSchema");
  QVERIFY2(text.ends_with("||    " + line + "|"), text.c_str());
}

/// P9: relations optional.
void PydanticTest::relationshipsMayBeLeftOut() {
  const std::string orders = classIn(pydanticModels(*shop()), "OrderDetailsSchema");
  QVERIFY2(orders.ends_with("|    user: UsersSchema | None = None|"), orders.c_str());
}

void PydanticTest::namesThatPythonCannotHaveAreAliases() {
  const std::string text = classIn(pydanticModels(*oddNames()), "Model2ASchema");
  QVERIFY2(text.find("ConfigDict(from_attributes=True, populate_by_name=True, protected_namespaces=())") != std::string::npos, text.c_str());
  for (const char* line : {"|    class_: int | None = Field(default=None, alias=\"class\")|", "|    date_: date | None = Field(default=None, alias=\"date\")|", "|    id: int | None = Field(default=None, alias=\"_id\")|",
                           "|    id_2: int = Field(alias=\"id\")|", "|    a_b: str | None = Field(default=None, alias=\"a b\")|", "|    a_b_2: str | None = Field(default=None, alias=\"a.b\")|",
                           "|    field_9: str = Field(default=\"x\", alias=\"9\")|", "|    größe: str | None = None|", "|    model_id: int | None = None|", "|    json_: Any | None = Field(default=None, alias=\"json\")|",
                           "alias=\"say \\\"x\\\"\")|"})
    QVERIFY2(text.find(line) != std::string::npos, (line + "\n"s + text).c_str());
}

void PydanticTest::constantsOfTheMappingAreDefaults() {
  auto metadata = std::make_shared<schema::MetaData>();
  metadata->add(tableOf("user", {columnOf("id", TypeKind::Integer, false), columnOf("is_active", TypeKind::Boolean, false), columnOf("rank", TypeKind::Text, false)}));
  const auto registry = mapModels(metadata, {{.name = "User", .table = QualifiedName("user"), .onInsert = {{"is_active", Value::boolean(true)}, {"rank", Value::text("7")}}}});
  const std::string text = classIn(pydanticModels(*registry), "UserSchema");
  QVERIFY2(text.find("|    is_active: bool = True|    rank: str = \"7\"|") != std::string::npos, text.c_str());
}

/// P9: no models → a comment.
void PydanticTest::withoutModelsItIsAComment() {
  const auto registry = registryOf({});
  QCOMPARE(pydanticModels(*registry), "# There are no models: nothing is described.\n"s);
  const Json schema = parseJson(generatorNamed("jsonschema").generate(*registry, {}));
  QVERIFY(schema["$defs"].empty());
  QCOMPARE(schema["$comment"].get<std::string>(), "There are no models: nothing is described."s);
}

void PydanticTest::pythonReadsIt_data() {
  QTest::addColumn<std::string>("module");
  QTest::addColumn<std::string>("document");
  QTest::newRow("related") << pydanticModels(*shop()) << R"(m.OrderDetailsSchema.model_validate({"id": 1, "user": {"id": "4fb4c5da-36c4-4ae2-8f7e-23e01aaf9568", "email": "a", "created_at": "2020-01-01T00:00:00Z", "order details": []}}).user.is_active)"s;
  QTest::newRow("names") << pydanticModels(*oddNames()) << R"(m.Model2ASchema.model_validate({"id": 1, "date": "2020-01-01", "class": 2, "json": {"a": 1}}).date_.day == 1)"s;
}

/// Where Pydantic is installed it takes a document by these classes, else only Python's grammar is asked.
void PydanticTest::pythonReadsIt() {
  QFETCH(std::string, module);
  QFETCH(std::string, document);
  const std::string script = R"(
import ast, sys, types
source = sys.stdin.buffer.read().decode()
ast.parse(source)
try:
    import pydantic
except ImportError:
    sys.exit(0)
if pydantic.VERSION >= "2":
    m = sys.modules["m"] = types.ModuleType("m")
    exec(source, m.__dict__)
    assert )" + document;
  QProcess python;
  python.start(QStringLiteral("python3"), {QStringLiteral("-W"), QStringLiteral("error"), QStringLiteral("-c"), QString::fromStdString(script)});
  if (!python.waitForStarted()) QSKIP("there is no python3");
  python.write(QByteArray::fromStdString(module));
  python.closeWriteChannel();
  QVERIFY(python.waitForFinished());
  QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
}

void PydanticTest::schemasOfAllModelsAreOneDocument() {
  const Json records = parseJson(generatorNamed("jsonschema").generate(*shop(), {}));
  QCOMPARE(records["$defs"].size(), std::size_t{2});
  QCOMPARE(records["$defs"]["users"]["properties"]["order details"]["anyOf"][0]["items"]["$ref"].get<std::string>(), "#/$defs/order%20details"s);
  const Json posts = parseJson(generatorNamed("jsonschema").generate(*shop(), {.variant = SchemaVariant::Post}));
  QCOMPARE(posts["$defs"].begin().key(), "order detailsPost"s);
  QCOMPARE(posts["$defs"]["usersPost"]["required"].dump(), R"(["id","email"])"s);
  const Json patches = parseJson(generatorNamed("jsonschema").generate(*shop(), {.variant = SchemaVariant::Patch}));
  QVERIFY(patches["$defs"].contains("usersPatch") && !patches["$defs"]["usersPatch"].contains("required"));
}

void PydanticTest::anUnknownKindNamesTheOthers() {
  try {
    generatorNamed("pydantics");
    QFAIL("it was found");
  } catch (const DbError& error) {
    QVERIFY(error.kind() == ErrorKind::Argument);
    QCOMPARE(error.hint, "Did you mean pydantic?"s);
  }
}

JOINERY_TEST(PydanticTest)
#include "tst_pydantic.moc"
