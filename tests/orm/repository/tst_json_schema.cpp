// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/model/mapping.h"
#include "orm/repository/document_validator.h"
#include "orm/codegen/json_schema.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace std::string_literals;

namespace {

schema::Column typed(const char* name, TypeKind kind, bool nullable = true) {
  schema::Column made;
  made.name = name;
  made.type = ValueType::of(kind);
  made.nullable = nullable;
  return made;
}

std::vector<Mixin> mixins() { return {Mixin::prefixedUid("users"), Mixin::timestamps(), Mixin::softDelete(), Mixin::rowVersion()}; }

/// A user with a column of each kind that matters, and posts.
std::shared_ptr<const Registry> makeRegistry() {
  auto metadata = std::make_shared<schema::MetaData>();
  schema::Table users;
  users.name = QualifiedName("users");
  users.columns = {typed("name", TypeKind::Text, false), typed("age", TypeKind::Integer), typed("is_active", TypeKind::Boolean, false),
                   typed("kind", TypeKind::Enum), typed("photo", TypeKind::Blob), typed("token", TypeKind::Uuid), typed("length", TypeKind::Integer)};
  users.columns[0].type.length = 5;
  users.columns[0].comment = "as people call her";
  users.columns[1].type.perCell = true;
  users.columns[2].defaultExpression = "true";
  users.columns[3].type.labels = std::make_shared<const std::vector<std::string>>(std::vector<std::string>{"guest", "host"});
  users.columns[6].generation = schema::Generation::StoredExpression;
  declareColumns(users, mixins());
  metadata->add(users);
  schema::Table posts;
  posts.name = QualifiedName("posts");
  posts.columns = {typed("owner", TypeKind::Text)};
  schema::ForeignKey key;
  key.columns = {"owner"};
  key.referredTable = QualifiedName("users");
  key.referredColumns = {"uid"};
  posts.foreignKeys = {key};
  declareColumns(posts, {Mixin::integerKey()});
  metadata->add(posts);
  return mapModels(metadata, {{.name = "User", .table = QualifiedName("users"), .relationships = {{.name = "posts", .to = "Post"}}, .mixins = mixins()},
                              {.name = "Post", .table = QualifiedName("posts"), .mixins = {Mixin::integerKey()}}});
}

std::string namesIn(const Json& object) {
  std::string names;
  for (const auto& [name, value] : object.items()) names += (names.empty() ? "" : " ") + (object.is_array() ? value.get<std::string>() : name);
  return names;
}

}  // namespace

/// Schemas and checks of documents about records. Pure.
class JsonSchemaTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void describesWhatIsPosted();
  void describesWhatIsPatchedAndPut();
  void describesValuesByType();
  void describesARecordWithWhatIsRelated();
  void acceptsWhatFits();
  void findsMistakes_data();
  void findsMistakes();
  void tellsAllMistakesAtOnce();

 private:
  const std::shared_ptr<const Registry> m_registry = makeRegistry();
  const Model& m_user = m_registry->at("User");
};

/// N14: without uid and timestamps.
void JsonSchemaTest::describesWhatIsPosted() {
  const Json schema = jsonSchema(m_user, SchemaVariant::Post);
  QCOMPARE(schema["title"].get<std::string>(), "UserPost"s);
  QCOMPARE(namesIn(schema["properties"]), "name age is_active kind photo token"s);
  QCOMPARE(namesIn(schema["required"]), "name"s);
  QVERIFY(schema["additionalProperties"] == Json(false));
}

/// N14: all of it may be left out of a patch; a put needs what is never NULL.
void JsonSchemaTest::describesWhatIsPatchedAndPut() {
  const Json patch = jsonSchema(m_user, SchemaVariant::Patch);
  QCOMPARE(patch["properties"].dump(), jsonSchema(m_user, SchemaVariant::Post)["properties"].dump());
  QVERIFY(!patch.contains("required"));
  const Json put = jsonSchema(m_user, SchemaVariant::Put);
  QCOMPARE(namesIn(put["properties"]), "uid name age is_active kind photo token created_at updated_at deleted_at version"s);
  QCOMPARE(namesIn(put["required"]), "uid name is_active created_at updated_at version"s);
}

void JsonSchemaTest::describesValuesByType() {
  const Json properties = jsonSchema(m_user, SchemaVariant::Put)["properties"];
  QCOMPARE(properties["name"].dump(), R"({"type":"string","maxLength":5,"description":"as people call her"})"s);
  QCOMPARE(properties["age"].dump(), R"({"type":["integer","string","null"],"pattern":"^-?[0-9]+$"})"s);
  QCOMPARE(properties["is_active"].dump(), R"({"type":"boolean"})"s);
  QCOMPARE(properties["kind"].dump(), R"({"enum":["guest","host",null]})"s);
  QCOMPARE(properties["token"].dump(), R"({"type":["string","null"],"format":"uuid"})"s);
  QCOMPARE(properties["created_at"].dump(), R"({"type":"string","format":"date-time"})"s);
  QCOMPARE(namesIn(properties["photo"]["properties"]), "$blob"s);
}

void JsonSchemaTest::describesARecordWithWhatIsRelated() {
  const Json schema = recordSchema(*m_registry, m_user);
  QCOMPARE(namesIn(schema["$defs"]), "User Post"s);
  QCOMPARE(schema["$defs"]["User"]["properties"]["posts"]["anyOf"][0]["items"]["$ref"].get<std::string>(), "#/$defs/Post"s);
  QCOMPARE(namesIn(schema["$defs"]["User"]["required"]), "uid name age is_active kind photo token length created_at updated_at deleted_at version"s);
}

void JsonSchemaTest::acceptsWhatFits() {
  const Json whole = {{"name", "ünïcö"}, {"age", "12"}, {"is_active", true}, {"kind", nullptr}, {"photo", {{"$blob", "AAE="}}}, {"token", "4fb4c5da-36c4-4ae2-8f7e-23e01aaf9568"}};
  QCOMPARE(validate(m_user, whole, SchemaVariant::Post).size(), std::size_t{0});
  QCOMPARE(validate(m_user, {{"name", "ann"}}, SchemaVariant::Post).size(), std::size_t{0});
  QCOMPARE(validate(m_user, Json::object(), SchemaVariant::Patch).size(), std::size_t{0});
}

void JsonSchemaTest::findsMistakes_data() {
  QTest::addColumn<std::string>("document");
  QTest::addColumn<std::string>("told");
  QTest::newRow("unknown") << R"({"name":"ann","nmae":"bob"})"s << R"(/nmae: User.nmae ("bob") is no attribute of it)"s;
  QTest::newRow("type") << R"({"name":5})"s << R"(/name: User.name (5) does not take it: )"s;
  QTest::newRow("declared type") << R"({"name":"ann","age":"many"})"s << R"(/age: User.age ("many") does not take it: )"s;
  QTest::newRow("missing") << R"({"age":5})"s << R"(/name: User.name is missing)"s;
  QTest::newRow("null") << R"({"name":null})"s << R"(/name: User.name (null) is never NULL)"s;
  QTest::newRow("kept") << R"({"name":"ann","created_at":"2020-01-01T00:00:00Z"})"s << R"(/created_at: User.created_at ("2020-01-01T00:00:00Z") is kept by)"s;
  QTest::newRow("computed") << R"({"name":"ann","length":1})"s << R"(/length: User.length (1) is kept by)"s;
  QTest::newRow("length") << R"({"name":"annabel"})"s << R"(/name: User.name ("annabel") does not take it: it is longer than 5 characters)"s;
  QTest::newRow("label") << R"({"name":"ann","kind":"boss"})"s << R"(/kind: User.kind ("boss") does not take it: it is none of the labels)"s;
  QTest::newRow("uuid") << R"({"name":"ann","token":"4fb4"})"s << R"(/token: User.token ("4fb4") does not take it: it is no UUID)"s;
  QTest::newRow("pointer") << R"({"name":"ann","a/b~c":1})"s << R"(/a~1b~0c: User.a/b~c (1) is no attribute)"s;
  QTest::newRow("no object") << "[]"s << "/: the values of User are an object, not []"s;
}

void JsonSchemaTest::findsMistakes() {
  QFETCH(std::string, document);
  QFETCH(std::string, told);
  try {
    requireValid(m_user, parseJson(document), SchemaVariant::Post);
    QFAIL("it was accepted");
  } catch (const DbError& error) {
    QVERIFY2(error.message().starts_with(told), error.what());
    QVERIFY(error.kind() == ErrorKind::Argument && error.detail.empty());
  }
}

void JsonSchemaTest::tellsAllMistakesAtOnce() {
  const auto errors = validate(m_user, {{"nmae", "ann"}, {"age", "x"}}, SchemaVariant::Post, "/changes/3/values");
  QCOMPARE(errors.size(), std::size_t{3});
  QVERIFY(errors[0].kind == DocumentError::Kind::UnknownAttribute && errors[1].kind == DocumentError::Kind::WrongType && errors[2].kind == DocumentError::Kind::Missing);
  QCOMPARE(errors[0].hint, "Did you mean name?"s);
  QCOMPARE(errors[2].pointer, "/changes/3/values/name"s);
  QVERIFY(errors[1].value == Json("x"));
}

JOINERY_TEST(JsonSchemaTest)
#include "tst_json_schema.moc"
