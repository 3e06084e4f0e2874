// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QAbstractItemView>
#include <QFloat16>  // Qt Test only declares it; the JSON library asks what it converts from
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/own_database.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/designer/models/models_page.h"
#include "ui/designer/models/relationship_dialog.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/workspace_document.h"

using namespace joinery;
using namespace joinery::test;
using namespace joinery::ui;

/// What a person says of the models of a database: labels, names, relationships.
class TstModelsPage : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void aLabelShowsItsRowsAsItIsTyped();
  void aLabelIsKeptAndUndone();
  void aLabelOfUnknownColumnsIsToldAndNotKept();
  void aBraceOffersColumns();
  void aRelationshipIsRenamedAndGoesBackToItsName();
  void savedViewsFollowTheNamesOfRelationships();
  void aNameThatIsTakenIsRefused();
  void aRelationshipIsDeclaredSeenFromBothSidesAndRemoved();
  void aKindThatTheKeysDoNotBearIsTold();
  void oneToOneIsDeclaredByWhoRefers();
  void aChangedRelationshipKeepsItsPlace();
  void whatDoesNotFitIsToldAtItsRow();
  void theSearchNarrowsTheModels();
  void anotherWorkspaceTakesTheSteps();
  void looksAsItShould();

 private:
  template <typename Widget>
  Widget* child(const char* name) const { return m_page->findChild<Widget*>(s(name)); }
  void typeLabel(const char* label) {
    auto* edit = child<LabelEdit>("modelLabel");
    edit->setText(s(label));
    Q_EMIT edit->textEdited(s(label));
  }
  void keepLabel(const char* label) {
    typeLabel(label);
    Q_EMIT child<LabelEdit>("modelLabel")->editingFinished();
  }
  QString preview() const {
    const auto* rows = child<QListWidget>("labelPreview");
    return rows->count() > 0 ? rows->item(0)->text() : QString();
  }
  ModelDeclarations kept() const { return m_document->declarations(m_database->engine()->url()); }
  int rowOf(const char* relationship) const {
    for (int row = 0; row < m_page->relationships()->rowCount(); ++row)
      if (m_page->relationships()->relationship(row).name == relationship) return row;
    return -1;
  }
  bool rename(const char* from, const char* to) {
    RelationshipGrid* grid = m_page->relationships();
    return grid->setData(grid->index(rowOf(from), 0), s(to), Qt::EditRole);
  }
  void declare(const RelationshipDeclaration& relationship) {
    ModelDeclarations after = m_page->edits()->declarations();
    after.relationships.push_back(relationship);
    m_page->edits()->edit(s("Add"), after);
  }
  RelationshipDialog* dialog() const { return m_page->findChild<RelationshipDialog*>(); }

  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<WorkspaceDocument> m_document;
  std::unique_ptr<Database> m_database;
  std::unique_ptr<ModelsPage> m_page;
};

void TstModelsPage::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  const Url url = Url::sqliteFile(m_folder->filePath(s("music.db")).toStdString());
  runScript(url,
            "CREATE TABLE artist(id integer PRIMARY KEY, name text, country text);"
            "CREATE TABLE album(id integer PRIMARY KEY, title text, year integer, artist_id integer REFERENCES artist(id));"
            "CREATE TABLE review(id integer PRIMARY KEY, album_title text, words text, album_id integer UNIQUE);"
            "INSERT INTO artist VALUES (1, 'Nina Simone', 'US'); INSERT INTO album VALUES (1, 'Pastel Blues', 1965, 1);");
  m_database = std::make_unique<Database>(Engine::create(url));
  QSignalSpy opened(m_database.get(), &Database::opened);
  m_database->open();
  QVERIFY(opened.wait());
  m_document = std::make_unique<WorkspaceDocument>();
  connect(m_document.get(), &WorkspaceDocument::changed, m_database.get(), [this] { m_database->declare(kept()); });
  m_page = std::make_unique<ModelsPage>(m_database.get(), m_document.get());
  for (QAbstractItemModel* each : m_page->findChildren<QAbstractItemModel*>(QString(), Qt::FindDirectChildrenOnly)) new QAbstractItemModelTester(each, QAbstractItemModelTester::FailureReportingMode::QtTest, each);
  m_page->showModel(s("album"));
}

void TstModelsPage::cleanup() {
  m_page.reset();
  m_document.reset();
  m_database.reset();
}

void TstModelsPage::aLabelShowsItsRowsAsItIsTyped() {
  QTRY_COMPARE(preview(), s("Pastel Blues"));
  typeLabel("{title} ({year})");
  QTRY_COMPARE(preview(), s("Pastel Blues (1965)"));
  QVERIFY(kept().isEmpty());
  m_page->showModel(s("review"));
  QTRY_COMPARE(preview(), s("There are no rows."));
}

void TstModelsPage::aLabelIsKeptAndUndone() {
  QSignalSpy declared(m_database.get(), &Database::declared);
  keepLabel("{title} ({year})");
  QCOMPARE(kept().models.at("album").label, std::string("{title} ({year})"));
  QVERIFY(declared.wait());
  QCOMPARE(m_database->registry()->at("album").label, std::string("{title} ({year})"));
  QVERIFY(child<QToolButton>("resetLabel")->isEnabled());
  m_page->undoStack()->undo();
  QVERIFY(kept().isEmpty());
  QCOMPARE(child<LabelEdit>("modelLabel")->text(), s("{title}"));
  m_page->undoStack()->redo();
  QCOMPARE(child<LabelEdit>("modelLabel")->text(), s("{title} ({year})"));
  m_page->resetLabel();
  QVERIFY(kept().isEmpty());
}

void TstModelsPage::aLabelOfUnknownColumnsIsToldAndNotKept() {
  keepLabel("{titel}");
  QVERIFY(child<QLabel>("labelNote")->text().contains(s("titel")));
  QVERIFY(child<QLabel>("labelNote")->text().contains(s("title")));
  QVERIFY(kept().isEmpty());
  keepLabel("no column");
  QVERIFY(!child<QLabel>("labelNote")->text().isEmpty());
  QVERIFY(kept().isEmpty());
  QTest::keyClick(child<LabelEdit>("modelLabel"), Qt::Key_Escape);
  QCOMPARE(child<LabelEdit>("modelLabel")->text(), s("{title}"));
  QVERIFY(child<QLabel>("labelNote")->text().isEmpty());
}

void TstModelsPage::aBraceOffersColumns() {
  m_page->show();
  auto* edit = child<LabelEdit>("modelLabel");
  edit->setFocus();
  edit->clear();
  QTest::keyClicks(edit, s("{ye"));
  QCOMPARE(edit->names()->completionCount(), 1);
  QVERIFY(edit->names()->popup()->isVisible());
  QTest::keyClick(edit->names()->popup(), Qt::Key_Return);
  QCOMPARE(edit->text(), s("{year}"));
  QTest::keyClicks(edit, s(" {"));
  QCOMPARE(edit->names()->completionCount(), 4);
  edit->names()->popup()->hide();
}

void TstModelsPage::aRelationshipIsRenamedAndGoesBackToItsName() {
  QVERIFY(rename("artist", "by"));
  QCOMPARE(kept().models.at("album").relationshipNames.at("artist"), std::string("by"));
  const RelationshipGrid* grid = m_page->relationships();
  QVERIFY(grid->index(rowOf("by"), 0).data(Qt::FontRole).value<QFont>().bold());
  QVERIFY(grid->index(rowOf("by"), RelationshipGrid::Origin).data().toString().contains(s("artist")));
  QTRY_VERIFY(m_database->registry()->at("album").relationship("by"));
  QVERIFY(rename("by", ""));
  QVERIFY(rowOf("artist") >= 0);
  QVERIFY(kept().isEmpty());
  QTRY_VERIFY(m_database->registry()->at("album").relationship("artist"));
}

void TstModelsPage::savedViewsFollowTheNamesOfRelationships() {
  const Url& url = m_database->engine()->url();
  SavedView view;
  view.name = "US";
  view.model = "album";
  view.filter = Json::parse(R"({"artist":{"country":"US"}})");
  view.sorts = std::vector<std::string>{"+artist.name"};
  view.joins = {"artist"};
  m_document->putView(url, view);
  declare({"critic", "album", {"id"}, "review", {"album_id"}, "record"});
  SavedView other;
  other.name = "Reviewed";
  other.model = "review";
  other.filter = Json::parse(R"({"record":{"artist":null}})");
  m_document->putView(url, other);
  QVERIFY(rename("artist", "by"));
  QCOMPARE(m_document->view(url, "US")->filter->dump(), std::string(R"({"by":{"country":"US"}})"));
  QCOMPARE(*m_document->view(url, "US")->sorts, std::vector<std::string>{"+by.name"});
  QCOMPARE(m_document->view(url, "US")->joins, std::vector<std::string>{"by"});
  QCOMPARE(m_document->view(url, "Reviewed")->filter->dump(), std::string(R"({"record":{"by":null}})"));
  m_page->showModel(s("review"));
  QVERIFY(rename("record", "of"));
  QCOMPARE(m_document->view(url, "Reviewed")->filter->dump(), std::string(R"({"of":{"by":null}})"));
  m_page->undoStack()->undo();
  m_page->undoStack()->undo();
  QVERIFY(*m_document->view(url, "US") == view);
  QVERIFY(*m_document->view(url, "Reviewed") == other);
}

void TstModelsPage::aNameThatIsTakenIsRefused() {
  QSignalSpy refused(m_page->relationships(), &RelationshipGrid::refused);
  QVERIFY(!rename("artist", "title"));
  QCOMPARE(refused.size(), 1);
  QVERIFY(refused[0][0].toString().contains(s("title")));
  QVERIFY(kept().isEmpty());
}

void TstModelsPage::aRelationshipIsDeclaredSeenFromBothSidesAndRemoved() {
  m_page->showModel(s("review"));
  m_page->addRelationship();
  QVERIFY(dialog());
  auto* target = dialog()->findChild<QComboBox*>(s("relationshipTarget"));
  target->setCurrentIndex(target->findText(s("album")));
  QCOMPARE(dialog()->problem(), QString());
  QCOMPARE(dialog()->findChild<ColumnPairs*>()->own(), std::vector<std::string>{"album_id"});
  dialog()->accept();
  QCOMPARE(kept().relationships.size(), std::size_t{1});
  QCOMPARE(kept().relationships[0], (RelationshipDeclaration{"album", "review", {"album_id"}, "album", {"id"}, "review"}));
  QTRY_VERIFY(m_database->registry()->at("review").relationship("album"));
  QVERIFY(m_database->registry()->at("review").relationship("album")->isVirtual);
  m_page->showModel(s("album"));
  const int row = rowOf("review");
  QVERIFY(row >= 0);
  QCOMPARE(m_page->relationships()->relationship(row).kind, m_database->registry()->at("album").relationship("review")->kind);
  QVERIFY(rename("review", "reviewed_by"));
  QCOMPARE(kept().relationships[0].backName, std::string("reviewed_by"));
  child<QTableView>("relationships")->setCurrentIndex(m_page->relationships()->index(row, 0));
  m_page->removeRelationship();
  QVERIFY(kept().isEmpty());
  m_page->undoStack()->undo();
  QCOMPARE(kept().relationships.size(), std::size_t{1});
}

void TstModelsPage::aKindThatTheKeysDoNotBearIsTold() {
  m_page->showModel(s("review"));
  m_page->addRelationship();
  RelationshipDialog* shown = dialog();
  auto* target = shown->findChild<QComboBox*>(s("relationshipTarget"));
  target->setCurrentIndex(target->findText(s("album")));
  shown->findChild<ColumnPairs*>()->setPairs({s("album_title")}, {s("title")}, {"album_title"}, {"title"});
  QVERIFY(shown->problem().contains(s("no key of album")));
  shown->findChild<QLineEdit*>(s("relationshipName"))->setText(s("words"));
  QVERIFY(!shown->findChild<QPushButton*>()->isEnabled() || !shown->problem().isEmpty());
  target->setEditText(s("albums"));
  QVERIFY(shown->problem().contains(s("albums")));
  shown->reject();
  QVERIFY(kept().isEmpty());
}

void TstModelsPage::oneToOneIsDeclaredByWhoRefers() {
  m_page->addRelationship();
  RelationshipDialog* shown = dialog();
  auto* target = shown->findChild<QComboBox*>(s("relationshipTarget"));
  target->setCurrentIndex(target->findText(s("review")));
  auto* kind = shown->findChild<QComboBox*>(s("relationshipKind"));
  kind->setCurrentIndex(kind->findData(static_cast<int>(Relationship::Kind::OneToOne)));
  QCOMPARE(shown->problem(), QString());
  shown->accept();
  QCOMPARE(kept().relationships[0].model, std::string("review"));
  QTRY_VERIFY(m_database->registry()->at("album").relationship("review"));
  QCOMPARE(m_database->registry()->at("album").relationship("review")->kind, Relationship::Kind::OneToOne);
  QCOMPARE(m_page->relationships()->relationship(rowOf("review")).kind, Relationship::Kind::OneToOne);
}

void TstModelsPage::aChangedRelationshipKeepsItsPlace() {
  declare({"album", "review", {"album_id"}, "album", {"id"}, "review"});
  declare({"artist", "review", {"words"}, "artist", {"id"}, "reviews"});
  child<QTableView>("relationships")->setCurrentIndex(m_page->relationships()->index(rowOf("review"), 0));
  m_page->editRelationship();
  QVERIFY(dialog());
  QCOMPARE(dialog()->problem(), QString());
  dialog()->findChild<QLineEdit*>(s("relationshipName"))->setText(s("criticism"));
  dialog()->accept();
  QCOMPARE(kept().relationships.size(), std::size_t{2});
  QCOMPARE(kept().relationships[0].model, std::string("review"));
  QCOMPARE(kept().relationships[0].backName, std::string("criticism"));
}

void TstModelsPage::whatDoesNotFitIsToldAtItsRow() {
  declare({"album", "review", {"album_number"}, "album", {"id"}, "reviews"});
  const QModelIndex name = m_page->relationships()->index(rowOf("reviews"), 0);
  QVERIFY(name.data(Qt::AccessibleDescriptionRole).toString().contains(s("album_number")));
  QVERIFY(name.data(Qt::BackgroundRole).isValid());
}

void TstModelsPage::theSearchNarrowsTheModels() {
  child<QLineEdit>("modelSearch")->setText(s("REV"));
  QCOMPARE(child<QListView>("modelList")->model()->rowCount(), 1);
  m_page->showModel(s("artist"));
  QCOMPARE(m_page->model(), std::string("artist"));
  QCOMPARE(child<QListView>("modelList")->model()->rowCount(), 3);
}

void TstModelsPage::anotherWorkspaceTakesTheSteps() {
  keepLabel("{title}!");
  QCOMPARE(m_page->undoStack()->count(), 1);
  m_document->clear();
  QCOMPARE(m_page->undoStack()->count(), 0);
  QCOMPARE(child<LabelEdit>("modelLabel")->text(), s("{title}"));
}

void TstModelsPage::looksAsItShould() {
  declare({"album", "review", {"album_id"}, "album", {"id"}, "review"});
  QVERIFY(rename("artist", "by"));
  keepLabel("{title} ({year})");
  QTRY_COMPARE(preview(), s("Pastel Blues (1965)"));
  m_page->resize(1000, 640);
  m_page->show();
  m_page->addRelationship();
  const QString folder = qEnvironmentVariable("JOINERY_TEST_PICTURES");
  for (const auto& [choice, name] : {std::pair(Theme::Choice::Light, s("light")), std::pair(Theme::Choice::Dark, s("dark"))}) {
    Theme::instance().install(choice);
    QCoreApplication::processEvents();
    const QImage picture = m_page->grab().toImage();
    QCOMPARE(picture.size(), m_page->size() * m_page->devicePixelRatioF());
    if (folder.isEmpty()) continue;
    QVERIFY(picture.save(folder + s("/models_") + name + s(".png")));
    QVERIFY(dialog()->grab().save(folder + s("/relationship_") + name + s(".png")));
  }
}

JOINERY_TEST(TstModelsPage)
#include "tst_models_page.moc"
