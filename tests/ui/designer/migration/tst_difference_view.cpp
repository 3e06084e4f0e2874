// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "orm/difference/schema_change.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "tests/ui/designer/migration/designed_music.h"
#include "ui/designer/migration/difference_view.h"
#include "ui/designer/migration/schema_overlay.h"
#include "ui/widgets/theme.h"

using namespace joinery;
using namespace joinery::test;
using namespace joinery::ui;

/// What leads from a schema to another is shown as steps, as SQL and on the diagram.
class TstDifferenceView : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void stepsStandBelowTheirTables();
  void whatIsLostIsSaid();
  void theSqlOfTheChosenStepIsMarked();
  void theDiagramShowsWhatComesAndGoes();
  void foreignKeysThatComeAndGoAreMarked();
  void whatComesAndGoesAgainIsNotShown();
  void marksFollowNewNames();
  void stepsThatDoNotFitHaveNoSql();
  void nothingIsSaidToBeNothing();
  void looksAsItShould();

 private:
  Difference difference(migration::Operations operations) const { return {std::make_shared<const schema::MetaData>(m_design->metadata()), std::move(operations), &m_design->dialect()}; }
  /// A column, a table and an index come, a column changes, a column and a table go.
  migration::Operations many() const;
  void show(migration::Operations operations) {
    m_view->setDifference(difference(std::move(operations)));
    QTRY_VERIFY_WITH_TIMEOUT(!m_view->isBusy() && m_view->contents(), kPatience);
  }
  CardChange mark(const char* table) const { return m_view->contents()->changes.tables.at(QualifiedName(table)).change; }
  CardChange mark(const char* table, const char* column) const { return m_view->contents()->changes.tables.at(QualifiedName(table)).columns.at(column); }
  schema::Column column(const char* name, const char* type) const { return designedColumn(name, type, m_design->dialect()); }
  std::unique_ptr<SchemaDesign> m_design;
  std::unique_ptr<DifferenceView> m_view;
};

void TstDifferenceView::init() {
  m_design = std::make_unique<SchemaDesign>();
  designMusic(*m_design, "postgresql");
  mustEdit(*m_design, migration::addTable(m_design->metadata(), "tag", m_design->dialect()));
  m_view = std::make_unique<DifferenceView>();
  new QAbstractItemModelTester(m_view->tree()->model(), QAbstractItemModelTester::FailureReportingMode::QtTest, m_view.get());
}

void TstDifferenceView::cleanup() {
  m_view.reset();
  m_design.reset();
}

migration::Operations TstDifferenceView::many() const {
  schema::Index index;
  index.name = "album_title";
  index.method = "btree";
  schema::Index::Part part;
  part.column = "title";
  index.parts = {part};
  const auto& album = *m_design->metadata().find(QualifiedName("album"));
  migration::Operations operations{migration::RenameColumn{QualifiedName("artist"), "name", "full_name"},
                                   migration::DropTable{*m_design->metadata().find(QualifiedName("tag"))},
                                   migration::DropColumn{QualifiedName("album"), *album.column("year"), "title"},
                                   migration::AddColumn{QualifiedName("album"), column("price", "numeric(10,2)")},
                                   migration::AddPart<schema::Index>{QualifiedName("album"), index}};
  for (auto& each : migration::addTable(m_design->metadata(), "label", m_design->dialect())) operations.push_back(each);
  return operations;
}

void TstDifferenceView::stepsStandBelowTheirTables() {
  show(many());
  const auto* model = m_view->tree()->model();
  QStringList lines;
  for (int row = 0; row < model->rowCount(); ++row) {
    const QModelIndex group = model->index(row, 0);
    lines << group.data().toString() + QString::number(model->rowCount(group));
  }
  QCOMPARE(lines, QStringList({s("artist1"), s("tag1"), s("album3"), s("label1")}));
  QCOMPARE(model->index(0, 0, model->index(0, 0)).data().toString(), s("Rename column artist.name to full_name"));
}

void TstDifferenceView::whatIsLostIsSaid() {
  show(many());
  const auto* model = m_view->tree()->model();
  const QModelIndex album = model->index(2, 0), dropped = model->index(0, DifferenceModel::Warning, album);
  QVERIFY2(dropped.data().toString().startsWith(s("Loses data: the values of album.year")), qPrintable(dropped.data().toString()));
  QVERIFY(!dropped.data(Qt::DecorationRole).value<QIcon>().isNull());
  QVERIFY(model->index(0, 0, album).data(Qt::AccessibleTextRole).toString().contains(s("Loses data")));
  QCOMPARE(model->index(1, DifferenceModel::Warning, album).data().toString(), QString());
  QCOMPARE(model->index(2, DifferenceModel::Warning).data().toString(), s("Loses data"));
  QCOMPARE(model->index(3, DifferenceModel::Warning).data().toString(), QString());
  show({migration::DataStep{"UPDATE album SET year = 0"}});
  const QModelIndex data = model->index(0, DifferenceModel::Warning, model->index(0, 0));
  QVERIFY2(data.data().toString().startsWith(s("No way back: ")), qPrintable(data.data().toString()));
}

void TstDifferenceView::theSqlOfTheChosenStepIsMarked() {
  show(many());
  QVERIFY2(m_view->sql()->toPlainText().contains(s("CREATE INDEX")), qPrintable(m_view->sql()->toPlainText()));
  QVERIFY(m_view->sql()->isReadOnly());
  const auto* model = m_view->tree()->model();
  m_view->tree()->setCurrentIndex(model->index(2, 0, model->index(2, 0)));
  const auto marks = m_view->sql()->extraSelections();
  QCOMPARE(marks.size(), 1);
  QVERIFY2(marks.front().cursor.selectedText().startsWith(s("CREATE INDEX")), qPrintable(marks.front().cursor.selectedText()));
  m_view->tree()->setCurrentIndex(model->index(0, 0));
  QVERIFY(m_view->sql()->extraSelections().isEmpty());
}

void TstDifferenceView::theDiagramShowsWhatComesAndGoes() {
  show(many());
  QCOMPARE(mark("artist"), CardChange::Changed);
  QCOMPARE(mark("artist", "full_name"), CardChange::Changed);
  QCOMPARE(mark("tag"), CardChange::Dropped);
  QCOMPARE(mark("label"), CardChange::Added);
  QCOMPARE(mark("label", "id"), CardChange::Added);
  QCOMPARE(mark("album", "price"), CardChange::Added);
  QCOMPARE(mark("album", "year"), CardChange::Dropped);
  // What goes stands where it stood.
  const auto album = m_view->contents()->shown->find(QualifiedName("album"));
  QCOMPARE(album->columns[2].name, std::string("year"));
  QVERIFY(m_view->contents()->shown->find(QualifiedName("tag")));
  m_view->resize(1000, 600);
  m_view->findChild<QTabWidget*>(s("differenceTabs"))->setCurrentIndex(1);
  m_view->show();
  QTRY_VERIFY_WITH_TIMEOUT(!m_view->isBusy() && !m_view->diagram()->model()->needsLayout(), kPatience);
  const auto* diagram = m_view->diagram()->model();
  QCOMPARE(diagram->cards().size(), std::size_t(4));
  const auto& card = diagram->cards()[static_cast<std::size_t>(diagram->cardOf(QualifiedName("album")))];
  QCOMPARE(card.change, CardChange::Changed);
  QCOMPARE(card.rows[static_cast<std::size_t>(card.rowOf("year"))].change, CardChange::Dropped);
  QCOMPARE(card.rows[static_cast<std::size_t>(card.rowOf("id"))].change, CardChange::None);
}

void TstDifferenceView::foreignKeysThatComeAndGoAreMarked() {
  const QualifiedName album("album"), artist("artist"), tag("tag");
  const schema::ForeignKey old = m_design->metadata().find(album)->foreignKeys.front();
  schema::ForeignKey cascading = old;
  cascading.onDelete = schema::ReferentialAction::Cascade;
  migration::Operations added = migration::addForeignKey(m_design->metadata(), album, tag, true, m_design->dialect());
  const auto marked = [&](const migration::Operations& operations) {
    show(operations);
    QStringList lines;
    DiagramModel model;
    model.setDiagram({.name = "d", .everyTable = true});
    model.setSchema(m_view->contents()->shown, m_view->contents()->changes);
    for (const auto& line : model.lines())
      if (line.change != CardChange::None) lines << line.description;
    lines.sort();
    return lines;
  };
  added.push_back(migration::DropPart<schema::ForeignKey>{album, old});
  added.push_back(migration::Rename{migration::RenameKind::Table, artist, QualifiedName("band")});
  const QStringList both = marked(added);
  QCOMPARE(both.size(), 2);
  QVERIFY2(both[0].contains(s("band")) && both[0].endsWith(s("dropped")) && both[1].contains(s("tag")) && both[1].endsWith(s("added")), qPrintable(both.join(s("; "))));
  const QStringList changed = marked({migration::DropPart<schema::ForeignKey>{album, old}, migration::AddPart<schema::ForeignKey>{album, cascading}});
  QVERIFY2(changed.size() == 1 && changed[0].endsWith(s("changed")), qPrintable(changed.join(s("; "))));
  QVERIFY(marked({migration::AddPart<schema::ForeignKey>{tag, {{}, {"id"}, artist, {"id"}}}, migration::DropPart<schema::ForeignKey>{tag, {{}, {"id"}, artist, {"id"}}}}).isEmpty());
  // All of a table that goes.
  QVERIFY(marked({migration::DropTable{*m_design->metadata().find(album)}}).constFirst().endsWith(s("dropped")));
}

void TstDifferenceView::whatComesAndGoesAgainIsNotShown() {
  SchemaOverlay overlay(m_design->metadata(), m_design->dialect());
  const auto added = migration::addTable(m_design->metadata(), "label", m_design->dialect());
  for (const auto& each : added) overlay.apply(each);
  overlay.apply(migration::AddColumn{QualifiedName("tag"), column("word", "text")});
  overlay.apply(migration::DropColumn{QualifiedName("tag"), column("word", "text")});
  for (const auto& each : migration::inverse(added)) overlay.apply(each);
  QVERIFY(!overlay.shown()->find(QualifiedName("label")));
  QVERIFY(!overlay.changes().tables.contains(QualifiedName("label")));
  QVERIFY(overlay.changes().tables.at(QualifiedName("tag")).columns.empty());
}

void TstDifferenceView::marksFollowNewNames() {
  SchemaOverlay overlay(m_design->metadata(), m_design->dialect());
  overlay.apply(migration::AddColumn{QualifiedName("tag"), column("word", "text")});
  overlay.apply(migration::RenameColumn{QualifiedName("tag"), "word", "term"});
  overlay.apply(migration::Rename{migration::RenameKind::Table, QualifiedName("tag"), QualifiedName("keyword")});
  QCOMPARE(overlay.tables().front().name, std::string("keyword"));
  const CardChanges changes = overlay.changes();
  QVERIFY(!changes.tables.contains(QualifiedName("tag")));
  QCOMPARE(changes.tables.at(QualifiedName("keyword")).columns.at("term"), CardChange::Added);
  QCOMPARE(changes.tables.at(QualifiedName("keyword")).columns.size(), std::size_t(1));
}

void TstDifferenceView::stepsThatDoNotFitHaveNoSql() {
  show({migration::DropColumn{QualifiedName("nowhere"), column("word", "text")}});
  QVERIFY(m_view->contents()->error);
  QVERIFY(m_view->findChild<PlainLabel*>(s("noSql"))->text().contains(s("nowhere")));
  QCOMPARE(m_view->tree()->model()->rowCount(), 1);
}

void TstDifferenceView::nothingIsSaidToBeNothing() {
  show(many());
  m_view->setDifference(difference({}));
  QVERIFY(!m_view->contents());
  QCOMPARE(m_view->findChild<PlainLabel*>(s("differenceText"))->text(), s("No differences."));
}

void TstDifferenceView::looksAsItShould() {
  m_view->resize(1100, 560);
  m_view->show();
  migration::Operations operations = many();
  const QualifiedName album("album"), artist("artist");
  operations.push_back(migration::DropPart<schema::ForeignKey>{album, m_design->metadata().find(album)->foreignKeys.front()});
  operations.push_back(migration::AddPart<schema::ForeignKey>{artist, {{}, {"id"}, album, {"id"}}});
  operations.push_back(migration::AddPart<schema::ForeignKey>{QualifiedName("label"), {{}, {"id"}, artist, {"id"}}});
  show(operations);
  auto* tabs = m_view->findChild<QTabWidget*>(s("differenceTabs"));
  const QString folder = qEnvironmentVariable("JOINERY_TEST_PICTURES");
  for (const auto& [choice, name] : {std::pair(Theme::Choice::Light, s("light")), std::pair(Theme::Choice::Dark, s("dark"))}) {
    Theme::instance().install(choice);
    QCoreApplication::processEvents();
    for (int tab = 0; tab < 2; ++tab) {
      tabs->setCurrentIndex(tab);
      QTRY_VERIFY_WITH_TIMEOUT(!m_view->isBusy(), kPatience);
      const QImage picture = m_view->grab().toImage();
      QCOMPARE(picture.size(), m_view->size() * m_view->devicePixelRatioF());
      if (!folder.isEmpty()) QVERIFY(picture.save(folder + s("/difference_") + name + QString::number(tab) + s(".png")));
    }
  }
}

JOINERY_TEST(TstDifferenceView)
#include "tst_difference_view.moc"
