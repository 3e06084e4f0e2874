// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>

#include "tests/orm/model/table_builder.h"
#include "tests/support/test_program.h"

using namespace joinery;
using Kind = Relationship::Kind;

namespace {

/// "name kind target<-back", one a relationship, in the model's order.
QStringList relationshipsOf(const Registry& registry, const char* model) {
  QStringList list;
  for (const Relationship& each : registry.at(model).relationships)
    list << QString::fromStdString(each.name + " " + relationshipKindName(each.kind) + " " + each.target + "<-" +
                                   each.backPopulates);
  return list;
}

QStringList names(std::initializer_list<const char*> texts) {
  QStringList list;
  for (const char* text : texts) list << QString::fromUtf8(text);
  return list;
}

bool postUpdate(const Registry& registry, const char* model, const char* relationship) {
  return registry.at(model).relationship(relationship)->postUpdate;
}

TableBuilder plainTable(const char* name) { return TableBuilder(name).key({"id"}).column("name"); }

}  // namespace

class TestAutomap : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void namesChinooksRelationships();
  void givesElevenForeignKeysElevenPairsAndOneLink();
  void stripsKeyEndings_data();
  void stripsKeyEndings();
  void namesACompositeKeyAfterTheReferredTable();
  void qualifiesTwoReferencesFromOneTable();
  void turnsAUniqueForeignKeyIntoOneToOne();
  void readsUniqueIndexesAsKeys();
  void linksThroughASurrogateKey();
  void takesOtherColumnsForDataUnlessTheyFillThemselves();
  void keepsTheNameOfAnEarlierRelationshipAndGoesViaTheLink();
  void linksATableToItself();
  void linksTenantsByTheirWiderKeys();
  void doesNotTakeASubtypeForALink();
  void qualifiesWhatClashesWithAColumn();
  void comparesNamesAsTheEngineDoes();
  void skipsForeignKeysThatLeadNowhere();
  void foldsRepeatedForeignKeys();
  void resolvesAKeyWithoutColumns();
  void postUpdatesNullableKeysOfCycles();
  void namesModelsOfOtherSchemas();
  void mapsViewsWithoutKeys();
};

void TestAutomap::namesChinooksRelationships() {
  const auto registry = registryOf(chinookTables());
  QCOMPARE(relationshipsOf(*registry, "Album"), names({"Artist many-to-one Artist<-Album", "Track one-to-many Track<-Album"}));
  QCOMPARE(relationshipsOf(*registry, "Artist"), names({"Album one-to-many Album<-Artist"}));
  QCOMPARE(relationshipsOf(*registry, "Employee"),
           names({"ReportsTo_Employee many-to-one Employee<-Employee", "Customer one-to-many Customer<-SupportRep",
                  "Employee one-to-many Employee<-ReportsTo_Employee"}));
  QCOMPARE(relationshipsOf(*registry, "Customer"),
           names({"SupportRep many-to-one Employee<-Customer", "Invoice one-to-many Invoice<-Customer"}));
  QCOMPARE(relationshipsOf(*registry, "Playlist"),
           names({"PlaylistTrack one-to-many PlaylistTrack<-Playlist", "Track many-to-many Track<-Playlist"}));
  QCOMPARE(relationshipsOf(*registry, "Track"),
           names({"Album many-to-one Album<-Track", "MediaType many-to-one MediaType<-Track",
                  "Genre many-to-one Genre<-Track", "InvoiceLine one-to-many InvoiceLine<-Track",
                  "PlaylistTrack one-to-many PlaylistTrack<-Track", "Playlist many-to-many Playlist<-Track"}));
}

void TestAutomap::givesElevenForeignKeysElevenPairsAndOneLink() {
  const auto registry = registryOf(chinookTables());
  std::size_t direct = 0;
  std::size_t linked = 0;
  for (const auto& model : registry->models()) {
    for (const Relationship& each : model->relationships) {
      ++(each.kind == Kind::ManyToMany ? linked : direct);
      const Relationship* back = registry->target(each).relationship(each.backPopulates);
      QVERIFY2(back != nullptr, each.name.c_str());
      QCOMPARE(back->backPopulates, each.name);
      QCOMPARE(back->localColumns, each.remoteColumns);
    }
  }
  QCOMPARE(direct, 22U);
  QCOMPARE(linked, 2U);
  const Relationship& tracks = *registry->at("Playlist").relationship("Track");
  QCOMPARE(tracks.linkTable.name, std::string("PlaylistTrack"));
  QCOMPARE(tracks.linkLocalColumns, std::vector<std::string>{"PlaylistId"});
  QCOMPARE(tracks.linkRemoteColumns, std::vector<std::string>{"TrackId"});
}

void TestAutomap::stripsKeyEndings_data() {
  QTest::addColumn<QString>("column");
  QTest::addColumn<QString>("name");
  const auto row = [](const char* column, const char* name) {
    QTest::newRow(column) << QString::fromUtf8(column) << QString::fromUtf8(name);
  };
  row("owner_id", "owner");
  row("owner_uid", "owner");
  row("owner_uuid", "owner");
  row("owner_fk", "owner");
  row("OwnerId", "Owner");
  row("OwnerID", "Owner");
  row("OWNER_ID", "OWNER");
  row("owner", "owner_people");
  row("paid", "paid_people");
  row("_id", "_id_people");
  row("ID", "ID_people");
  row("owner_id_id", "owner_id");
}

void TestAutomap::stripsKeyEndings() {
  QFETCH(QString, column);
  QFETCH(QString, name);
  const auto registry = registryOf({plainTable("people"), TableBuilder("thing").key({"key"}).refer({column.toStdString()}, "people")});
  QCOMPARE(QString::fromStdString(registry->at("thing").relationships.front().name), name);
}

void TestAutomap::namesACompositeKeyAfterTheReferredTable() {
  const auto registry = registryOf({TableBuilder("place").key({"country", "code"}),
                                    TableBuilder("visit").key({"id"}).refer({"place_country", "place_code"}, "place", {"country", "code"})
                                        .refer({"from_country", "from_code"}, "place", {"country", "code"})});
  QCOMPARE(relationshipsOf(*registry, "visit"),
           names({"place many-to-one place<-visit_place", "place_place many-to-one place<-visit_place_place"}));
}

void TestAutomap::qualifiesTwoReferencesFromOneTable() {  // T8
  const auto registry = registryOf({plainTable("team"), TableBuilder("game").key({"id"}).refer({"home_id"}, "team").refer({"guest_id"}, "team")});
  QCOMPARE(relationshipsOf(*registry, "team"),
           names({"game_home one-to-many game<-home", "game_guest one-to-many game<-guest"}));
}

void TestAutomap::turnsAUniqueForeignKeyIntoOneToOne() {
  const auto registry = registryOf({plainTable("person"), TableBuilder("passport").key({"id"}).refer({"person_id"}, "person").unique({"person_id"}),
                                    TableBuilder("student").key({"id"}).refer({"id"}, "person")});
  QCOMPARE(relationshipsOf(*registry, "person"),
           names({"passport one-to-one passport<-person", "student one-to-one student<-id_person"}));
  QVERIFY(!registry->at("person").relationship("passport")->isToMany());
  QVERIFY(!registry->at("person").relationship("passport")->ownsForeignKey());
}

void TestAutomap::readsUniqueIndexesAsKeys() {
  const auto registry = registryOf({plainTable("person"),
                                    TableBuilder("badge").key({"id"}).refer({"person_id"}, "person").uniqueIndex({"person_id"}),
                                    TableBuilder("card").key({"id"}).refer({"person_id"}, "person").uniqueIndex({"person_id"}, "id > 5")});
  QCOMPARE(relationshipsOf(*registry, "person"),
           names({"badge one-to-one badge<-person", "card one-to-many card<-person"}));
}

void TestAutomap::linksThroughASurrogateKey() {
  const auto registry = registryOf(
      {plainTable("student"), plainTable("course"),
       TableBuilder("enrolment").column("id", TypeKind::Integer, false).generated(schema::Generation::RowId).key({"id"})
           .refer({"student_id"}, "student").refer({"course_id"}, "course").unique({"course_id", "student_id"})
           .column("created_at", TypeKind::Timestamp, false).defaulted("CURRENT_TIMESTAMP")});
  QCOMPARE(relationshipsOf(*registry, "student"),
           names({"enrolment one-to-many enrolment<-student", "course many-to-many course<-student"}));
}

void TestAutomap::takesOtherColumnsForDataUnlessTheyFillThemselves() {
  const auto link = [] {
    return TableBuilder("item").key({"order_id", "product_id"}).refer({"order_id"}, "order").refer({"product_id"}, "product");
  };
  for (const TableBuilder& data : {link().nullable("price"), link().nullable("amount").defaulted("1")}) {
    const auto registry = registryOf({plainTable("order"), plainTable("product"), data});
    QCOMPARE(relationshipsOf(*registry, "order"), names({"item one-to-many item<-order"}));
  }
}

void TestAutomap::keepsTheNameOfAnEarlierRelationshipAndGoesViaTheLink() {
  const auto registry = registryOf({plainTable("users"), plainTable("groups").refer({"owner_id"}, "users"),
                                    TableBuilder("members").key({"user_id", "group_id"}).refer({"user_id"}, "users")
                                        .refer({"group_id"}, "groups")});
  QCOMPARE(relationshipsOf(*registry, "users"),
           names({"groups one-to-many groups<-owner", "members one-to-many members<-user",
                  "groups_via_members many-to-many groups<-users"}));
}

void TestAutomap::linksATableToItself() {  // T8
  const auto registry = registryOf({plainTable("person"), TableBuilder("follows").key({"follower_id", "followed_id"})
                                                              .refer({"follower_id"}, "person").refer({"followed_id"}, "person")});
  QCOMPARE(relationshipsOf(*registry, "person"),
           names({"follows_follower one-to-many follows<-follower", "follows_followed one-to-many follows<-followed",
                  "follows_followed_person many-to-many person<-follows_follower_person",
                  "follows_follower_person many-to-many person<-follows_followed_person"}));
}

void TestAutomap::linksTenantsByTheirWiderKeys() {
  const auto registry = registryOf(
      {plainTable("tenant"), TableBuilder("a").key({"tenant_id", "id"}), TableBuilder("b").key({"tenant_id", "id"}),
       TableBuilder("a_b").key({"tenant_id", "a_id", "b_id"}).refer({"tenant_id"}, "tenant")
           .refer({"tenant_id", "a_id"}, "a", {"tenant_id", "id"}).refer({"tenant_id", "b_id"}, "b", {"tenant_id", "id"})});
  QCOMPARE(relationshipsOf(*registry, "a"), names({"a_b one-to-many a_b<-a", "b many-to-many b<-a"}));
}

void TestAutomap::doesNotTakeASubtypeForALink() {
  const auto registry = registryOf({plainTable("orders"), TableBuilder("line").key({"order_id", "number"}).refer({"order_id"}, "orders"),
                                    TableBuilder("gift").key({"order_id", "number"}).refer({"order_id"}, "orders")
                                        .refer({"order_id", "number"}, "line", {"order_id", "number"})});
  for (const auto& model : registry->models())
    for (const Relationship& each : model->relationships) QVERIFY2(each.kind != Kind::ManyToMany, each.name.c_str());
}

void TestAutomap::qualifiesWhatClashesWithAColumn() {  // T8
  const auto registry = registryOf(
      {plainTable("person").column("task"),
       TableBuilder("task").key({"id"}).column("owner").column("boss").column("boss_person").refer({"owner_id"}, "person").refer({"boss_id"}, "person"),
       TableBuilder("note").key({"id"}).refer({"person_id"}, "person")});
  QCOMPARE(relationshipsOf(*registry, "task"),
           names({"owner_person many-to-one person<-task_owner_person", "boss_person_2 many-to-one person<-task_boss_person_2"}));
}

void TestAutomap::comparesNamesAsTheEngineDoes() {
  const std::vector<TableBuilder> tables{
      plainTable("Person"), TableBuilder("task").key({"id"}).column("Owner").refer({"owner_id"}, "PERSON", {"ID"})};
  const auto ignoring = registryOf(tables, true);
  QCOMPARE(relationshipsOf(*ignoring, "TASK"), names({"owner_Person many-to-one Person<-task"}));
  QCOMPARE(ignoring->at("task").relationships.front().remoteColumns, std::vector<std::string>{"id"});
  const auto exact = registryOf(tables, false);
  QVERIFY(exact->at("task").relationships.empty());
  QVERIFY(exact->find("TASK") == nullptr);
}

void TestAutomap::skipsForeignKeysThatLeadNowhere() {
  const auto registry = registryOf({plainTable("person"), TableBuilder("task").key({"id"}).refer({"owner_id"}, "gone")
                                        .refer({"a_id"}, "person", {"missing"}).refer({"b_id", "c_id"}, "person", {"id"})});
  QVERIFY(registry->at("task").relationships.empty());
  QVERIFY(!registry->at("task").attribute("owner_id")->isForeignKey);
}

void TestAutomap::foldsRepeatedForeignKeys() {
  const auto registry = registryOf({plainTable("person"), TableBuilder("task").key({"id"}).refer({"owner_id"}, "person").refer({"owner_id"}, "person")});
  QCOMPARE(relationshipsOf(*registry, "person"), names({"task one-to-many task<-owner"}));
}

void TestAutomap::resolvesAKeyWithoutColumns() {
  const auto registry = registryOf({plainTable("person"), TableBuilder("task").key({"id"}).refer({"owner_id"}, "person", {})});
  QCOMPARE(registry->at("task").relationships.front().remoteColumns, std::vector<std::string>{"id"});
}

void TestAutomap::postUpdatesNullableKeysOfCycles() {  // T8
  const auto registry = registryOf(
      {plainTable("groups").nullable("owner_id").refer({"owner_id"}, "users"),
       plainTable("users").refer({"group_id"}, "groups").nullable("boss_id").refer({"boss_id"}, "users"),
       plainTable("posts").nullable("author_id").refer({"author_id"}, "users")});
  QVERIFY(postUpdate(*registry, "groups", "owner"));
  QVERIFY(!postUpdate(*registry, "users", "group"));
  QVERIFY(postUpdate(*registry, "users", "boss"));
  QVERIFY(!postUpdate(*registry, "posts", "author"));
}

void TestAutomap::namesModelsOfOtherSchemas() {
  const auto registry = registryOf({plainTable("users"), TableBuilder("users", "auth").key({"id"}), TableBuilder("roles", "auth").key({"id"})
                                        .refer({"user_id"}, "users", {"id"}, "auth")});
  QVERIFY(registry->find("users") != nullptr);
  QVERIFY(registry->find("roles") != nullptr);
  QCOMPARE(registry->at("roles").relationships.front().target, std::string("auth.users"));
  QCOMPARE(registry->modelOf(QualifiedName("auth", "users"))->name, std::string("auth.users"));
  QCOMPARE(registry->modelOf(QualifiedName("users"))->name, std::string("users"));
}

void TestAutomap::mapsViewsWithoutKeys() {  // T3
  const auto registry = registryOf({TableBuilder("best").column("id", TypeKind::Integer).column("name").kind(schema::TableKind::View)});
  const Model& view = registry->at("best");
  QVERIFY(view.keyAttributes().empty());
  QVERIFY(view.readOnlyReason().find("view") != std::string::npos);
  QCOMPARE(view.label, std::string("{name}"));
}

JOINERY_TEST(TestAutomap)
#include "tst_automap.moc"
