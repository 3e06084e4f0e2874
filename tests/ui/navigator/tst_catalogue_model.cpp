// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QTest>

#include "tests/orm/model/table_builder.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/navigator/catalogue_model.h"

using namespace joinery;
using namespace joinery::test;
using ui::CatalogueModel;

namespace {

/// A table of the default schema.
TableBuilder table(const char* name) { return TableBuilder(name, ""); }

std::vector<schema::Table> tables(const std::vector<TableBuilder>& builders) {
  std::vector<schema::Table> made;
  for (const TableBuilder& builder : builders) made.push_back(builder.table());
  return made;
}

std::vector<schema::Table> music() {
  auto made = tables({table("artist").key({"id"}).column("name"),
                      table("album").key({"id"}).column("title").refer({"artist_id"}, "artist", {"id"}, ""),
                      table("loud").column("title").kind(schema::TableKind::View)});
  schema::Index index;
  index.name = "album_title";
  made[1].indexes.push_back(index);
  made[1].triggers.push_back({"album_added", "CREATE TRIGGER album_added …"});
  return made;
}

schema::Table price() {
  schema::Table made = table("price").column("amount").table();
  made.columns[0].type.declared = "NUMERIC(10,2)";
  made.comment = "<img src=x>";
  return made;
}

}  // namespace

class TstCatalogueModel : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void isEmptyWithoutADatabase();
  void showsADatabaseWithoutTables();
  void showsTablesAndViewsBelowTheDatabase();
  void showsWhatATableHas();
  void showsTheTypeBesideAColumn();
  void groupsTablesBySchema();
  void namesTheModelOnEveryLineOfItsBranch();
  void findsColumnsByTheirNameAlone();
  void hidesTheDatabaseFromSearches();
  void leavesOutTheTableOfRevisions();
  void findsTheTableOfRevisionsByItsWholeName();
  void escapesComments();
  void namesItsColumn();
  void letsNobodyEditANameInPlace();
  void holdsFiveHundredTables();
  void replacesOneCatalogueByAnother();
  void showsSavedViewsBeforeTheTables();
  void keepsPlacesWhenSavedViewsCome();
  void showsDiagramsAfterTheSavedViews();

 private:
  void show(const std::vector<schema::Table>& made) {
    auto metadata = std::make_shared<schema::MetaData>();
    for (const schema::Table& each : made) metadata->add(each);
    m_model->setRegistry(automap(metadata, true), s("music.db"));
  }
  QModelIndex root() const { return m_model->index(0, 0); }
  QModelIndex child(const QModelIndex& parent, const char* text) const {
    for (int row = 0; row < m_model->rowCount(parent); ++row)
      if (const auto index = m_model->index(row, 0, parent); index.data().toString() == s(text)) return index;
    return {};
  }
  QStringList titles(const QModelIndex& parent) const {
    QStringList found;
    for (int row = 0; row < m_model->rowCount(parent); ++row) found << m_model->index(row, 0, parent).data().toString();
    return found;
  }

  std::unique_ptr<CatalogueModel> m_model;
};

void TstCatalogueModel::init() {
  m_model = std::make_unique<CatalogueModel>();
  new QAbstractItemModelTester(m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest, m_model.get());
}

void TstCatalogueModel::isEmptyWithoutADatabase() {
  QCOMPARE(m_model->rowCount(), 0);
  show(music());
  m_model->setRegistry(nullptr, {});
  QCOMPARE(m_model->rowCount(), 0);
}

void TstCatalogueModel::showsADatabaseWithoutTables() {
  show({});
  QCOMPARE(titles({}), QStringList{s("music.db")});
  QVERIFY(!m_model->hasChildren(root()));
}

void TstCatalogueModel::showsTablesAndViewsBelowTheDatabase() {
  show(music());
  QStringList names = titles(root());
  names.sort();
  QCOMPARE(names, (QStringList{s("album"), s("artist"), s("loud")}));
}

void TstCatalogueModel::showsWhatATableHas() {
  show(music());
  QCOMPARE(titles(child(root(), "album")), (QStringList{s("id"), s("title"), s("artist_id"), s("artist → artist"), s("album_title"), s("album_added")}));
  QCOMPARE(titles(child(root(), "artist")), (QStringList{s("id"), s("name"), s("album → album")}));
  QCOMPARE(titles(child(root(), "loud")), QStringList{s("title")});
}

void TstCatalogueModel::showsTheTypeBesideAColumn() {
  show({price()});
  QCOMPARE(titles(child(root(), "price")), QStringList{s("amount  NUMERIC(10,2)")});
}

void TstCatalogueModel::groupsTablesBySchema() {
  show(tables({table("near").key({"id"}), TableBuilder("far", "archive").key({"id"}), TableBuilder("farther", "archive").key({"id"})}));
  QCOMPARE(titles(root()), (QStringList{s("near"), s("archive")}));
  const QModelIndex archive = child(root(), "archive");
  QCOMPARE(m_model->rowCount(archive), 2);
  QVERIFY(archive.data(CatalogueModel::kModelRole).toString().isEmpty());
}

void TstCatalogueModel::namesTheModelOnEveryLineOfItsBranch() {
  show(music());
  const QModelIndex album = child(root(), "album");
  QCOMPARE(album.data(CatalogueModel::kModelRole).toString(), s("album"));
  for (int row = 0; row < m_model->rowCount(album); ++row) QCOMPARE(m_model->index(row, 0, album).data(CatalogueModel::kModelRole).toString(), s("album"));
  QVERIFY(root().data(CatalogueModel::kModelRole).toString().isEmpty());
}

void TstCatalogueModel::findsColumnsByTheirNameAlone() {
  show({price()});
  const QModelIndex column = m_model->index(0, 0, child(root(), "price"));
  QCOMPARE(column.data(CatalogueModel::kSearchRole).toString(), s("amount"));
}

void TstCatalogueModel::hidesTheDatabaseFromSearches() {
  show(tables({TableBuilder("far", "archive").key({"id"})}));
  QVERIFY(root().data(CatalogueModel::kSearchRole).isNull());
  QVERIFY(child(root(), "archive").data(CatalogueModel::kSearchRole).isNull());
  QCOMPARE(m_model->index(0, 0, child(root(), "archive")).data(CatalogueModel::kSearchRole), m_model->index(0, 0, child(root(), "archive")).data());
}

/// The user has not made it; another schema's table of that name is the user's.
void TstCatalogueModel::leavesOutTheTableOfRevisions() {
  show(tables({table("joinery_revision").column("id"), table("tag").column("word"), TableBuilder("joinery_revision", "far").column("id")}));
  QCOMPARE(titles(root()), QStringList({s("tag"), s("far")}));
  QCOMPARE(titles(child(root(), "far")), QStringList{s("far.joinery_revision")});
  QCOMPARE(m_model->bestMatch().data().toString(), s("tag"));
  show(tables({table("joinery_revision").column("id")}));
  QVERIFY(titles(root()).isEmpty());
  QVERIFY(!m_model->bestMatch().isValid());
}

void TstCatalogueModel::findsTheTableOfRevisionsByItsWholeName() {
  auto metadata = std::make_shared<schema::MetaData>();
  for (const schema::Table& each : tables({table("joinery_revision").column("id"), table("tag").column("id")})) metadata->add(each);
  const auto registry = automap(metadata, true);
  m_model->setRegistry(registry, s("music.db"));
  const auto found = [&](const char* text) {
    m_model->show(ui::CatalogueMatches::find(*registry, s(text), CancelToken()));
    return titles(root());
  };
  QCOMPARE(found("id"), QStringList{s("tag")});
  QCOMPARE(found("joinery"), QStringList());
  QCOMPARE(found("Joinery_Revision"), QStringList{s("joinery_revision")});
}

void TstCatalogueModel::escapesComments() {
  show({price()});
  const QString tip = child(root(), "price").data(Qt::ToolTipRole).toString();
  QVERIFY2(tip.contains(s("&lt;img")) && !tip.contains(s("<img")), qPrintable(tip));
}

void TstCatalogueModel::namesItsColumn() {
  for (const auto& made : {std::vector<schema::Table>{}, music()}) {
    show(made);
    QCOMPARE(m_model->columnCount(), 1);
    QCOMPARE(m_model->headerData(0, Qt::Horizontal).toString(), s("Name"));
  }
}

void TstCatalogueModel::letsNobodyEditANameInPlace() {
  show(music());
  QVERIFY(!(root().flags() & Qt::ItemIsEditable));
  QVERIFY(!(child(root(), "album").flags() & Qt::ItemIsEditable));
}

void TstCatalogueModel::holdsFiveHundredTables() {
  std::vector<TableBuilder> builders;
  for (int i = 0; i < 500; ++i) builders.push_back(TableBuilder("table" + std::to_string(i), "").key({"id"}).column("name"));
  show(tables(builders));
  QCOMPARE(m_model->rowCount(root()), 500);
  QVERIFY(child(root(), "table499").isValid());
  QCOMPARE(m_model->rowCount(child(root(), "table499")), 2);
}

void TstCatalogueModel::replacesOneCatalogueByAnother() {
  show(music());
  show(tables({table("other").key({"id"})}));
  QCOMPARE(titles({}), QStringList{s("music.db")});
  QCOMPARE(titles(root()), QStringList{s("other")});
}

void TstCatalogueModel::showsSavedViewsBeforeTheTables() {
  m_model->setKept(CatalogueModel::Kept::SavedViews, {s("before there is a database")});
  QVERIFY(!m_model->placeOf(CatalogueModel::Kept::SavedViews).isValid());
  show(music());
  m_model->setKept(CatalogueModel::Kept::SavedViews, {s("Loud"), s("Quiet")});
  const QModelIndex views = m_model->placeOf(CatalogueModel::Kept::SavedViews);
  QCOMPARE(views, m_model->index(0, 0, root()));
  QCOMPARE(views.data().toString(), s("Saved views"));
  QCOMPARE(m_model->rowCount(views), 2);
  const QModelIndex quiet = m_model->index(1, 0, views);
  QCOMPARE(quiet.data().toString(), s("Quiet"));
  QCOMPARE(quiet.data(CatalogueModel::kViewRole).toString(), s("Quiet"));
  QVERIFY(!quiet.data(CatalogueModel::kModelRole).isValid());
  QCOMPARE(quiet.parent(), views);
  QVERIFY(m_model->schemas().isEmpty());
  QCOMPARE(m_model->indexOfModel(s("artist")).parent(), root());
  m_model->setKept(CatalogueModel::Kept::SavedViews, {});
  QVERIFY(!m_model->placeOf(CatalogueModel::Kept::SavedViews).isValid());
  QCOMPARE(m_model->rowCount(root()), 3);
}

void TstCatalogueModel::keepsPlacesWhenSavedViewsCome() {
  show(music());
  const QPersistentModelIndex album = m_model->indexOfModel(s("album"));
  const QPersistentModelIndex column = m_model->index(1, 0, album);
  const QString name = column.data().toString();
  m_model->setKept(CatalogueModel::Kept::SavedViews, {s("Loud")});
  QCOMPARE(QModelIndex(album), m_model->indexOfModel(s("album")));
  QCOMPARE(album.data(CatalogueModel::kModelRole).toString(), s("album"));
  QCOMPARE(column.data().toString(), name);
  m_model->setKept(CatalogueModel::Kept::SavedViews, {s("Loud"), s("Quiet")});
  m_model->setKept(CatalogueModel::Kept::SavedViews, {});
  QCOMPARE(QModelIndex(album), m_model->indexOfModel(s("album")));
  QCOMPARE(column.data().toString(), name);
}

void TstCatalogueModel::showsDiagramsAfterTheSavedViews() {
  using Kept = CatalogueModel::Kept;
  show(music());
  const auto places = [this] { return titles(root()).mid(0, m_model->rowCount(root()) - 3); };
  m_model->setKept(Kept::Diagrams, {s("Sales")});
  QCOMPARE(places(), QStringList{s("Diagrams")});
  m_model->setKept(Kept::SavedViews, {s("Loud")});
  QCOMPARE(places(), (QStringList{s("Saved views"), s("Diagrams")}));
  const QPersistentModelIndex diagrams = m_model->placeOf(Kept::Diagrams);
  const QModelIndex sales = m_model->index(0, 0, diagrams);
  QCOMPARE(sales.data(CatalogueModel::kDiagramRole).toString(), s("Sales"));
  QVERIFY(!sales.data(CatalogueModel::kViewRole).isValid() && !sales.data(CatalogueModel::kModelRole).isValid());
  QVERIFY(!m_model->index(0, 0, m_model->placeOf(Kept::SavedViews)).data(CatalogueModel::kDiagramRole).isValid());
  m_model->setKept(Kept::SavedViews, {});
  QCOMPARE(QModelIndex(diagrams), m_model->placeOf(Kept::Diagrams));
  QCOMPARE(places(), QStringList{s("Diagrams")});
  m_model->setKept(Kept::SavedViews, {s("Loud")});
  m_model->setKept(Kept::Diagrams, {});
  QCOMPARE(places(), QStringList{s("Saved views")});
  // Both are there when the catalogue is read again.
  m_model->setKept(Kept::Diagrams, {s("Sales"), s("Stock")});
  show(music());
  QCOMPARE(m_model->rowCount(m_model->placeOf(Kept::Diagrams)), 2);
}

JOINERY_TEST(TstCatalogueModel)
#include "tst_catalogue_model.moc"
