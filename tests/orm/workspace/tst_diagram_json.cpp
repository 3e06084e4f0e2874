// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFloat16>  // Qt Test only declares it; the JSON library asks what it converts from
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/workspace/workspace.h"
#include "tests/support/test_program.h"

using namespace joinery;

namespace {

const std::string kDiagram = R"({
  "made by": "a newer one",
  "name": "Sales",
  "everyTable": true,
  "columns": "keys",
  "types": false,
  "zoom": 0.5,
  "tables": [
    {"name": "Album", "x": -20, "y": 40, "pinned": true},
    {"schema": "old", "name": "Album", "hidden": true},
    {"name": "gone", "x": 1000000, "y": -1000000}
  ],
  "groups": [{"title": "Music", "shape": "round", "colour": "teal", "tables": [{"name": "Album", "why": "it is one"}, {"schema": "old", "name": "Album"}]}],
  "notes": [{"text": "ä\n€", "x": 1, "y": 2, "width": 300, "colour": "red", "by": {"name": "me"}}]
})";

std::string workspaceWith(const std::string& diagrams) { return R"({"version": 1, "connections": [{"name": "Music", "url": "music.db", "diagrams": )" + diagrams + "}]}"; }

Diagram diagramOf(const std::string& text) { return workspaceFromJson(parseJson(workspaceWith("[" + text + "]"))).connections[0].diagrams[0]; }

std::string withMembers(const std::string& members) { return workspaceWith(R"([{"name": "d", )" + members + "}]"); }

}  // namespace

/// Diagrams of a workspace: what is read of them, what is written, and what is refused.
class TstDiagramJson : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void readsWhatItKnows();
  void keepsWhatItDoesNotKnow();
  void changesOnlyWhatIsKnown();
  void namesThePlaceOfAMistake_data();
  void namesThePlaceOfAMistake();
  void refusesMoreThanItsCaps();
};

void TstDiagramJson::readsWhatItKnows() {
  const Diagram diagram = diagramOf(kDiagram);
  QVERIFY(diagram.everyTable && !diagram.showsViews && !diagram.showsTypes);
  QVERIFY(diagram.columns == Diagram::Columns::Keys);
  QVERIFY(diagram.table(QualifiedName("Album"))->place == (Diagram::Place{-20, 40}));
  QVERIFY(diagram.table({"old", "Album"})->hidden && !diagram.table({"old", "Album"})->place);
  QVERIFY(!diagram.table(QualifiedName("album")));
  QCOMPARE(diagram.groups[0].tables[1].schema, std::string("old"));
  QCOMPARE(diagram.notes[0].width, 300);
  const Diagram plain = diagramOf(R"({"name": "d"})");
  QVERIFY(!plain.everyTable && plain.showsTypes && plain.columns == Diagram::Columns::All && plain.tables.empty());
}

void TstDiagramJson::keepsWhatItDoesNotKnow() {
  const Json given = parseJson(workspaceWith("[" + kDiagram + "]"));
  QCOMPARE(workspaceToJson(workspaceFromJson(given))["connections"][0]["diagrams"].dump(2), given["connections"][0]["diagrams"].dump(2));
}

void TstDiagramJson::changesOnlyWhatIsKnown() {
  Workspace workspace = workspaceFromJson(parseJson(workspaceWith("[" + kDiagram + "]")));
  Diagram& diagram = workspace.connections[0].diagrams[0];
  diagram.everyTable = false;
  diagram.columns = Diagram::Columns::All;
  diagram.tables[0].place = Diagram::Place{60, 80};
  diagram.tables[1].hidden = false;
  diagram.groups[0].tables.pop_back();
  diagram.notes.clear();
  Json expected = parseJson(kDiagram);
  expected.erase("everyTable");
  expected.erase("columns");
  expected["tables"][0]["x"] = 60;
  expected["tables"][0]["y"] = 80;
  expected["tables"][1].erase("hidden");
  expected["groups"][0]["tables"].erase(1);
  expected["notes"] = Json::array();
  QCOMPARE(workspaceToJson(workspace)["connections"][0]["diagrams"][0].dump(2), expected.dump(2));
}

void TstDiagramJson::namesThePlaceOfAMistake_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("message");
  const auto add = [](const char* name, const std::string& text, const char* message) {
    QTest::newRow(name) << QString::fromStdString(text) << QStringLiteral("workspace at /connections/0/diagrams") + QString::fromUtf8(message);
  };
  add("no list", workspaceWith("{}"), ": it takes a list, not {}");
  add("no name", workspaceWith("[{}]"), "/0: \"name\" is missing");
  add("same name", workspaceWith(R"([{"name": "d"}, {"name": "d"}])"), "/1/name: the name \"d\" is there twice");
  add("columns", withMembers(R"("columns": "some")"), "/0/columns: \"some\" is no choice");
  add("flag", withMembers(R"("everyTable": 1)"), "/0/everyTable: it takes true or false, not 1");
  add("half a place", withMembers(R"("tables": [{"name": "a", "x": 1}])"), "/0/tables/0: \"y\" is missing");
  add("too far", withMembers(R"("tables": [{"name": "a", "x": 1000001, "y": 0}])"), "/0/tables/0/x: it takes a whole number from -1000000 to 1000000, not 1000001");
  add("no whole number", withMembers(R"("tables": [{"name": "a", "x": 0.5, "y": 0}])"), "/0/tables/0/x: it takes a whole number from -1000000 to 1000000, not 0.5");
  add("same table", withMembers(R"("tables": [{"name": "a"}, {"name": "a"}])"), "/0/tables/1: the table \"a\" is there twice");
  add("group", withMembers(R"("groups": [{"title": "g"}])"), "/0/groups/0: \"tables\" is missing");
  add("note", withMembers(R"("notes": [{"text": "n", "x": 0, "y": 0, "width": 1}])"), "/0/notes/0/width: it takes a whole number from 60 to 2000, not 1");
}

void TstDiagramJson::namesThePlaceOfAMistake() {
  QFETCH(QString, text);
  QFETCH(QString, message);
  try {
    workspaceFromJson(parseJson(text.toStdString()));
    QFAIL("it was read");
  } catch (const DbError& error) {
    QCOMPARE(QString::fromStdString(error.message()), message);
  }
}

void TstDiagramJson::refusesMoreThanItsCaps() {
  const auto isRefused = [](const Diagram& diagram) {
    Workspace workspace;
    workspace.connections.push_back({.name = "Music", .url = Url::parse("music.db"), .diagrams = {diagram}});
    try {
      workspaceFromJson(workspaceToJson(workspace));
      return false;
    } catch (const DbError&) {
      return true;
    }
  };
  Diagram diagram{.name = "d"};
  for (std::size_t i = 0; i < Diagram::kMostTables; ++i) diagram.tables.push_back({.name = QualifiedName("t" + std::to_string(i))});
  diagram.notes.push_back({.text = std::string(Diagram::kLongestText, 'x')});
  QVERIFY(!isRefused(diagram));
  Diagram tooMany = diagram;
  tooMany.tables.push_back({.name = QualifiedName("one more")});
  QVERIFY(isRefused(tooMany));
  Diagram tooLong = diagram;
  tooLong.notes[0].text += 'x';
  QVERIFY(isRefused(tooLong));
  Diagram tooManyNotes = diagram;
  tooManyNotes.notes.assign(Diagram::kMostNotes + 1, {.text = "n"});
  QVERIFY(isRefused(tooManyNotes));
}

JOINERY_TEST(TstDiagramJson)
#include "tst_diagram_json.moc"
