// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QImage>
#include <QInputDialog>
#include <QMenu>
#include <QLineEdit>
#include <QListWidget>
#include <QPdfWriter>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>

#include "orm/engine/execution.h"
#include "tests/support/test_program.h"
#include "tests/support/thrown_kind.h"
#include "tests/support/ui_test.h"
#include "ui/designer/diagram/choose_tables_dialog.h"
#include "ui/designer/diagram/diagram_export.h"
#include "ui/designer/diagram/diagram_page.h"
#include "ui/designer/diagram/diagram_view.h"
#include "ui/designer/diagram/kept_diagrams.h"
#include "ui/widgets/text.h"
#include "ui/workspace/workspace_document.h"

using namespace joinery;
using namespace joinery::ui;
using namespace joinery::test;

/// The page of a database's diagrams: by keys, by the pointer, to assistive technology, in the workspace, in files.
class TstDiagramPage : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();
  void laysOutWhatHasNoPlacesAndKeepsNothingOfIt();
  void goesAndMovesByKeys();
  void dragsByThePointer();
  void staysFittedInAnotherSizeUntilItIsZoomed();
  void keepsWhatIsMovedAcrossARefresh();
  void keepsSeveralDiagrams();
  void neverWritesOverAnotherWorkspace();
  void choosesTables();
  void findsTablesAndColumns();
  void showsNeighboursAlone();
  void groupsAndNotesAreWritten();
  void cardsJoinAndLeaveGroups();
  void opensTheRowsOfATable();
  void tellsAssistiveTechnologyItsCards();
  void everyControlHasAName();
  void aStoppedLayoutStandsInRows();
  void writesPictures_data();
  void writesPictures();
  void aFailedExportLeavesTheOldFile();
  void printsOnOnePage();
  void aLargeDiagramIsPrintedOnSeveralPages();

 private:
  void run(const char* statements);
  void settle() { QTRY_VERIFY_WITH_TIMEOUT(!m_page->isBusy(), kPatience); }
  QAction* action(const char* name) const { return m_page->findChild<QAction*>(s(name)); }
  int card(const char* name) const { return m_page->model()->cardOf(QualifiedName(name)); }
  QPointF placeOf(const char* name) const { return m_page->model()->cards()[static_cast<std::size_t>(card(name))].position; }
  void choose(const std::vector<const char*>& names) {
    QSet<int> cards;
    for (const char* name : names) cards << card(name);
    m_page->view()->diagram()->selectCards(cards);
  }
  void answer(const QString& text) {
    auto* dialog = m_page->findChild<QInputDialog*>();
    QVERIFY(dialog);
    dialog->setTextValue(text);
    dialog->accept();
    QTRY_VERIFY(!m_page->findChild<QInputDialog*>());
  }
  void key(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) { QTest::keyClick(m_page->view(), static_cast<Qt::Key>(key), modifiers); }
  DiagramPicture picture() const { return DiagramPicture::of(*m_page->view()->diagram(), DiagramStyle::make(false)); }

  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<Database> m_database;
  std::unique_ptr<WorkspaceDocument> m_document;
  std::unique_ptr<DiagramPage> m_page;
};

void TstDiagramPage::run(const char* statements) {
  Engine::Options options;
  options.createIfMissing = true;
  const auto engine = Engine::create(Url::sqliteFile(m_folder->filePath(s("music.db")).toStdString()), options);
  auto writer = engine->connect(Engine::Access::Write);
  for (const std::string& statement : writer->splitStatements(statements)) fetchAll(*writer->execute(statement));
}

void TstDiagramPage::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  run("CREATE TABLE artist(id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE album(id INTEGER PRIMARY KEY, title TEXT, artist_id INTEGER NOT NULL REFERENCES artist);"
      "CREATE TABLE track(id INTEGER PRIMARY KEY, album_id INTEGER REFERENCES album, original_id INTEGER REFERENCES track); CREATE TABLE tag(id INTEGER PRIMARY KEY, word TEXT);"
      "CREATE VIEW loud AS SELECT * FROM track");
  m_database = std::make_unique<Database>(Engine::create(Url::sqliteFile(m_folder->filePath(s("music.db")).toStdString()), Database::windowOptions()));
  QSignalSpy opened(m_database.get(), &Database::opened);
  m_database->open();
  QVERIFY(opened.wait(kPatience));
  m_document = std::make_unique<WorkspaceDocument>();
  m_page = std::make_unique<DiagramPage>(m_database.get(), m_document.get());
  m_page->resize(1200, 800);
  m_page->show();
  m_page->activateWindow();
  settle();
}

void TstDiagramPage::cleanup() {
  m_page.reset();
  m_document.reset();
  m_database.reset();
  QVERIFY(Worker::waitForDestroyed(std::chrono::seconds(60)));
}

void TstDiagramPage::laysOutWhatHasNoPlacesAndKeepsNothingOfIt() {
  QCOMPARE(m_page->model()->cards().size(), std::size_t(4));
  QVERIFY(!m_page->model()->needsLayout());
  QVERIFY(placeOf("artist").x() < placeOf("album").x() && placeOf("album").x() < placeOf("track").x());
  QCOMPARE(m_page->statusText(), s("Tables 4 · relations 3"));
  for (const LinePath& path : m_page->view()->diagram()->routing()->paths()) QVERIFY(path.size() >= 2);
  // Looking is no change.
  QVERIFY(!m_document->isModified());
  QVERIFY(!m_page->kept()->isKept());
}

void TstDiagramPage::goesAndMovesByKeys() {
  DiagramScene* scene = m_page->view()->diagram();
  m_page->view()->setFocus();
  key(Qt::Key_Home);
  QVERIFY(scene->current());
  QCOMPARE(scene->current()->name(), s("album"));
  key(Qt::Key_Right, Qt::ControlModifier);
  QCOMPARE(scene->current()->name(), s("track"));
  key(Qt::Key_Left, Qt::ControlModifier);
  key(Qt::Key_Left, Qt::ControlModifier | Qt::ShiftModifier);
  QCOMPARE(scene->current()->name(), s("artist"));
  QCOMPARE(scene->selectedCards(), (QSet<int>{card("album"), card("artist")}));
  const QPointF artist = placeOf("artist"), album = placeOf("album"), track = placeOf("track");
  key(Qt::Key_Down);
  key(Qt::Key_Down);
  QCOMPARE(placeOf("artist"), artist + QPointF(0, 40));
  QCOMPARE(placeOf("album"), album + QPointF(0, 40));
  QCOMPARE(placeOf("track"), track);
  QVERIFY(m_document->isModified());
  m_page->undoStack()->undo();
  QCOMPARE(placeOf("artist"), artist);
  action("alignTop")->trigger();
  QCOMPARE(placeOf("artist").y(), placeOf("album").y());
  key(Qt::Key_Space);
  QCOMPARE(scene->selectedCards(), QSet<int>{card("album")});
  key(Qt::Key_Escape);
  QVERIFY(scene->selectedItems().isEmpty());
  const double zoom = m_page->view()->zoom();
  key(Qt::Key_Minus);
  QVERIFY(m_page->view()->zoom() < zoom);
  action("zoomFull")->trigger();
  QCOMPARE(m_page->view()->zoom(), 1.0);
}

void TstDiagramPage::dragsByThePointer() {
  DiagramView* view = m_page->view();
  const auto middle = [&](const char* name) { return view->mapFromScene(view->diagram()->cards()[static_cast<std::size_t>(card(name))]->sceneBoundingRect().center()); };
  const QPointF before = placeOf("tag"), artist = placeOf("artist");
  const QPoint from = middle("tag");
  QTest::mousePress(view->viewport(), Qt::LeftButton, {}, from);
  // QTest::mouseMove tells of no button.
  const auto move = [&](const QPoint& place) {
    QMouseEvent event(QEvent::MouseMove, place, view->viewport()->mapToGlobal(place), Qt::NoButton, Qt::LeftButton, {});
    QApplication::sendEvent(view->viewport(), &event);
  };
  move(from + QPoint(30, 3));
  QVERIFY(view->diagram()->isDragging());
  move(from + QPoint(63, 87));
  QTest::mouseRelease(view->viewport(), Qt::LeftButton, {}, from + QPoint(63, 87));
  QVERIFY(!view->diagram()->isDragging());
  QVERIFY(placeOf("tag") != before);
  QCOMPARE(static_cast<int>(placeOf("tag").x()) % DiagramCard::kStep, 0);
  QCOMPARE(static_cast<int>(placeOf("tag").y()) % DiagramCard::kStep, 0);
  QVERIFY((placeOf("tag") - before - QPointF(63, 87) / view->zoom()).manhattanLength() < 60);
  QCOMPARE(placeOf("artist"), artist);
  QVERIFY(m_document->isModified());
  // Escape in the middle of it.
  const QPointF there = placeOf("tag");
  QTest::mousePress(view->viewport(), Qt::LeftButton, {}, middle("tag"));
  move(middle("tag") + QPoint(80, 10));
  QVERIFY(view->diagram()->isDragging());
  key(Qt::Key_Escape);
  QTest::mouseRelease(view->viewport(), Qt::LeftButton, {}, middle("tag"));
  QCOMPARE(placeOf("tag"), there);
}

void TstDiagramPage::staysFittedInAnotherSizeUntilItIsZoomed() {
  DiagramView* view = m_page->view();
  const auto isWhole = [&] { return view->mapToScene(view->viewport()->rect()).boundingRect().contains(view->diagram()->shownBounds()); };
  QVERIFY(isWhole());
  m_page->resize(500, 350);
  QTRY_VERIFY(isWhole());
  const double small = view->zoom();
  m_page->resize(1200, 800);
  QTRY_VERIFY(view->zoom() > small);
  view->setZoom(2);
  m_page->resize(500, 350);
  QCoreApplication::processEvents();
  QCOMPARE(view->zoom(), 2.0);
}

void TstDiagramPage::keepsWhatIsMovedAcrossARefresh() {
  choose({"tag"});
  key(Qt::Key_Right);
  const QPointF tag = placeOf("tag"), artist = placeOf("artist");
  const Diagram* kept = m_document->diagram(m_database->engine()->url(), "All tables");
  QVERIFY(kept && kept->table(QualifiedName("artist"))->place);
  run("CREATE TABLE label(id INTEGER PRIMARY KEY, artist_id INTEGER REFERENCES artist); DROP TABLE track");
  QSignalSpy opened(m_database.get(), &Database::opened);
  m_database->open();
  QVERIFY(opened.wait(kPatience));
  settle();
  QVERIFY(card("label") >= 0);
  QCOMPARE(card("track"), -1);
  QCOMPARE(placeOf("tag"), tag);
  QCOMPARE(placeOf("artist"), artist);
  // The file has it all, that of the table that has gone, too.
  QSignalSpy saved(m_document.get(), &WorkspaceDocument::saved);
  m_document->saveAs(m_folder->filePath(s("w.joinery")));
  QVERIFY(saved.count() > 0 || saved.wait(kPatience));
  WorkspaceDocument again;
  QSignalSpy read(&again, &WorkspaceDocument::opened);
  again.open(m_folder->filePath(s("w.joinery")));
  QVERIFY(read.wait(kPatience));
  DiagramPage page(m_database.get(), &again);
  QVERIFY(!page.model()->needsLayout());
  QCOMPARE(page.model()->cards()[static_cast<std::size_t>(page.model()->cardOf(QualifiedName("tag")))].position, tag);
  QVERIFY(page.model()->diagram().table(QualifiedName("track"))->place);
  QVERIFY(!again.isModified());
}

void TstDiagramPage::keepsSeveralDiagrams() {
  choose({"artist", "album"});
  action("newDiagramOfSelected")->trigger();
  answer(s("People"));
  settle();
  QCOMPARE(m_page->kept()->name(), s("People"));
  QCOMPARE(m_page->model()->cards().size(), std::size_t(2));
  action("duplicateDiagram")->trigger();
  answer(s("Others"));
  QCOMPARE(m_page->kept()->names(), (QStringList{s("People"), s("Others")}));
  action("renameDiagram")->trigger();
  answer(s("People"));
  QCOMPARE(m_page->kept()->name(), s("Others"));
  action("renameDiagram")->trigger();
  answer(s("Places"));
  QCOMPARE(m_page->title(), s("Diagram Places"));
  settle();
  choose({"artist"});
  key(Qt::Key_Down);
  const QPointF moved = placeOf("artist");
  m_page->kept()->show(s("People"));
  settle();
  QVERIFY(placeOf("artist") != moved);
  m_page->kept()->show(s("Places"));
  QCOMPARE(placeOf("artist"), moved);
  m_page->kept()->remove();
  QCOMPARE(m_page->kept()->names(), QStringList{s("People")});
}

void TstDiagramPage::neverWritesOverAnotherWorkspace() {
  choose({"tag"});
  key(Qt::Key_Right);
  Diagram theirs = m_page->model()->diagram();
  for (auto& table : theirs.tables)
    if (table.name.name == "tag") table.place = Diagram::Place{2'000, 2'000};
  // As when another workspace is opened: what it says is shown, and is what is changed from then on.
  m_document->putDiagram(m_database->engine()->url(), theirs);
  QCOMPARE(placeOf("tag"), QPointF(2'000, 2'000));
  QVERIFY(!m_page->undoStack()->canUndo());
  choose({"artist"});
  key(Qt::Key_Right);
  QVERIFY(m_document->diagram(m_database->engine()->url(), "All tables")->table(QualifiedName("tag"))->place == (Diagram::Place{2'000, 2'000}));
  m_document->clear();
  settle();
  QVERIFY(placeOf("tag") != QPointF(2'000, 2'000));
  QVERIFY(!m_document->isModified());
}

void TstDiagramPage::choosesTables() {
  action("chooseTables")->trigger();
  auto* dialog = m_page->findChild<ChooseTablesDialog*>();
  QVERIFY(dialog);
  auto* list = dialog->findChild<QListWidget*>(s("tables"));
  QCOMPARE(list->count(), 5);
  dialog->findChild<QLineEdit*>(s("filterTables"))->setText(s("tag"));
  QVERIFY(list->item(0)->isHidden());
  list->findItems(s("tag"), Qt::MatchExactly)[0]->setCheckState(Qt::Unchecked);
  dialog->findChild<QCheckBox*>(s("everyTable"))->setChecked(false);
  const QPointF artist = placeOf("artist");
  dialog->accept();
  QCOMPARE(m_page->model()->cards().size(), std::size_t(3));
  QCOMPARE(placeOf("artist"), artist);
  QVERIFY(!m_page->model()->diagram().everyTable);
  m_page->undoStack()->undo();
  QCOMPARE(m_page->model()->cards().size(), std::size_t(4));
}

void TstDiagramPage::findsTablesAndColumns() {
  auto* search = m_page->findChild<QLineEdit*>(s("findTable"));
  action("findTable")->trigger();
  QTest::keyClicks(search, s("a"));
  QCOMPARE(m_page->view()->diagram()->current()->name(), s("album"));
  QTest::keyClick(search, Qt::Key_Return);
  QCOMPARE(m_page->view()->diagram()->current()->name(), s("artist"));
  search->setText(s("original_"));
  QCOMPARE(m_page->view()->diagram()->current()->name(), s("track"));
  QCOMPARE(search->accessibleDescription(), s("1 found"));
  QVERIFY(m_page->view()->seen().contains(m_page->view()->diagram()->current()->sceneBoundingRect().center()));
}

void TstDiagramPage::showsNeighboursAlone() {
  choose({"artist"});
  action("focusNeighbours")->trigger();
  const auto names = [this] {
    QStringList list;
    for (const DiagramItem* each : m_page->view()->diagram()->elements()) list << each->name();
    return list;
  };
  QCOMPARE(names(), (QStringList{s("album"), s("artist")}));
  m_page->findChild<QSpinBox*>(s("neighbours"))->setValue(2);
  QCOMPARE(names(), (QStringList{s("album"), s("artist"), s("track")}));
  m_page->view()->setFocus();
  key(Qt::Key_Escape);
  key(Qt::Key_Escape);
  QCOMPARE(names().size(), 4);
  QVERIFY(!m_document->isModified());
}

void TstDiagramPage::groupsAndNotesAreWritten() {
  choose({"artist", "album"});
  action("groupCards")->trigger();
  answer(s("Makers"));
  action("addNote")->trigger();
  answer(s("To be asked:\nwhy?"));
  const Diagram& diagram = m_page->model()->diagram();
  QCOMPARE(diagram.groups[0].tables.size(), std::size_t(2));
  QCOMPARE(diagram.notes[0].text, std::string("To be asked:\nwhy?"));
  for (const DiagramCard& each : m_page->model()->cards()) QVERIFY(!each.rect().intersects(m_page->model()->noteRect(diagram.notes[0])));
  // What has a group's title moves with it.
  DiagramScene* scene = m_page->view()->diagram();
  m_page->view()->setFocus();
  key(Qt::Key_End);
  QCOMPARE(scene->current()->name(), s("Makers"));
  const QPointF artist = placeOf("artist");
  key(Qt::Key_Up);
  QCOMPARE(placeOf("artist"), artist - QPointF(0, 20));
  QApplication::setActiveWindow(m_page.get());
  key(Qt::Key_F2);
  answer(s("Artists"));
  QCOMPARE(diagram.groups[0].title, std::string("Artists"));
  QApplication::setActiveWindow(m_page.get());
  key(Qt::Key_Delete);
  QVERIFY(diagram.groups.empty());
  QCOMPARE(m_page->model()->cards().size(), std::size_t(4));
  QCOMPARE(m_document->diagram(m_database->engine()->url(), "All tables")->notes.size(), std::size_t(1));
}

void TstDiagramPage::cardsJoinAndLeaveGroups() {
  const auto membersOf = [this](std::size_t group) {
    QStringList names;
    for (const QualifiedName& each : m_page->model()->diagram().groups[group].tables) names << toQString(each.name);
    names.sort();
    return names;
  };
  const auto join = [this](const QString& title) {
    auto* menu = m_page->findChild<QMenu*>(s("addToGroup"));
    Q_EMIT menu->aboutToShow();
    for (QAction* each : menu->actions())
      if (each->text() == title) return each->trigger();
    QFAIL("the group is not in the menu");
  };
  choose({"artist"});
  QVERIFY(!m_page->findChild<QMenu*>(s("addToGroup"))->isEnabled() && !action("leaveGroup")->isEnabled());
  action("groupCards")->trigger();
  answer(s("Makers"));
  choose({"tag", "track"});
  action("groupCards")->trigger();
  answer(s("Sounds & words"));
  choose({"album", "tag"});
  QVERIFY(m_page->findChild<QMenu*>(s("addToGroup"))->isEnabled() && action("leaveGroup")->isEnabled());
  join(s("Makers"));
  QCOMPARE(membersOf(0), (QStringList{s("album"), s("artist"), s("tag")}));
  QCOMPARE(membersOf(1), QStringList{s("track")});
  QVERIFY(m_page->model()->groupFrame(m_page->model()->diagram().groups[0]).contains(m_page->model()->cards()[static_cast<std::size_t>(card("album"))].rect()));
  join(s("Sounds && words"));
  QCOMPARE(membersOf(0), QStringList{s("artist")});
  action("leaveGroup")->trigger();
  QCOMPARE(membersOf(1), QStringList{s("track")});
  QVERIFY(!action("leaveGroup")->isEnabled());
  // A group that has none left goes.
  choose({"artist"});
  action("leaveGroup")->trigger();
  QCOMPARE(m_page->model()->diagram().groups.size(), std::size_t(1));
  m_page->undoStack()->undo();
  QCOMPARE(membersOf(0), QStringList{s("artist")});
}

void TstDiagramPage::opensTheRowsOfATable() {
  QSignalSpy requested(m_page.get(), &DiagramPage::tableRequested);
  m_page->showTable(QualifiedName("track"));
  key(Qt::Key_Return);
  QCOMPARE(requested.value(0).value(0).toString(), s("track"));
  const QPoint place = m_page->view()->mapFromScene(m_page->view()->diagram()->cards()[static_cast<std::size_t>(card("track"))]->sceneBoundingRect().center());
  QTest::mouseDClick(m_page->view()->viewport(), Qt::LeftButton, {}, place);
  QCOMPARE(requested.count(), 2);
}

void TstDiagramPage::tellsAssistiveTechnologyItsCards() {
  auto* list = QAccessible::queryAccessibleInterface(m_page->view());
  QVERIFY(list);
  QCOMPARE(list->text(QAccessible::Name), s("Diagram"));
  QCOMPARE(list->childCount(), 4);
  QAccessibleInterface* album = list->child(0);
  QCOMPARE(album->text(QAccessible::Name), s("album"));
  QCOMPARE(album->text(QAccessible::Description), s("table; id INTEGER, primary key; title TEXT, may be NULL; artist_id INTEGER, foreign key, required"));
  QCOMPARE(album->parent(), list);
  QCOMPARE(list->indexOfChild(album), 0);
  QVERIFY(album->rect().isValid());
  QCOMPARE(list->childAt(album->rect().center().x(), album->rect().center().y()), album);
  album->actionInterface()->doAction(QAccessibleActionInterface::setFocusAction());
  QVERIFY(album->state().selected);
  QSignalSpy requested(m_page.get(), &DiagramPage::tableRequested);
  album->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
  QCOMPARE(requested.count(), 1);
  // Its children are others when the cards are.
  Diagram diagram = m_page->model()->diagram();
  diagram.showsViews = true;
  m_page->model()->edit(s("Show"), diagram);
  QCOMPARE(list->childCount(), 5);
  QCOMPARE(list->child(2)->text(QAccessible::Name), s("loud"));
}

void TstDiagramPage::everyControlHasAName() {
  for (const QWidget* each : m_page->findChildren<QWidget*>()) {
    // A plain widget only holds others.
    if (!each->isVisibleTo(m_page.get()) || each->focusPolicy() == Qt::NoFocus || each->objectName().startsWith(s("qt_")) || each->metaObject() == &QWidget::staticMetaObject) continue;
    const auto* accessible = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(each));
    QVERIFY2(!accessible || !accessible->text(QAccessible::Name).isEmpty(), qPrintable(s(each->metaObject()->className()) + s(" ") + each->objectName()));
  }
}

void TstDiagramPage::aStoppedLayoutStandsInRows() {
  DiagramPage page(m_database.get(), m_document.get());
  QVERIFY(page.isBusy());
  page.stop();
  QVERIFY(!page.model()->needsLayout());
  for (std::size_t one = 0; one < 4; ++one)
    for (std::size_t other = one + 1; other < 4; ++other) QVERIFY(!page.model()->cards()[one].rect().intersects(page.model()->cards()[other].rect()));
  QTRY_VERIFY_WITH_TIMEOUT(!page.isBusy(), kPatience);
}

void TstDiagramPage::writesPictures_data() {
  QTest::addColumn<int>("format");
  QTest::newRow("PNG") << static_cast<int>(PictureFormat::Png);
  QTest::newRow("SVG") << static_cast<int>(PictureFormat::Svg);
  QTest::newRow("PDF") << static_cast<int>(PictureFormat::Pdf);
}

void TstDiagramPage::writesPictures() {
  QFETCH(int, format);
  const QString path = m_folder->filePath(s("picture"));
  const DiagramPicture shown = picture();
  writePicture(shown, static_cast<PictureFormat>(format), 2, path.toStdString());
  QFile file(path);
  QVERIFY(file.open(QIODevice::ReadOnly));
  const QByteArray bytes = file.readAll();
  const auto isRight = [&](const QImage& image) {
    // White at the edge, and not white alone.
    QSet<QRgb> colours;
    for (int y = 0; y < image.height(); y += 3)
      for (int x = 0; x < image.width(); x += 3) colours << image.pixel(x, y);
    return qGray(image.pixel(2, 2)) == 255 && colours.size() > 5;
  };
  if (format == static_cast<int>(PictureFormat::Png)) {
    const QImage image = QImage::fromData(bytes);
    QCOMPARE(image.size(), (shown.area.size() * 2).toSize());
    QVERIFY(isRight(image));
  } else if (format == static_cast<int>(PictureFormat::Svg)) {
    QSvgRenderer renderer(bytes);
    QVERIFY(renderer.isValid());
    QCOMPARE(renderer.viewBoxF().size(), shown.area.size());
    QVERIFY(bytes.contains("artist_id"));
    QImage image(renderer.defaultSize(), QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    renderer.render(&painter);
    painter.end();
    QVERIFY(isRight(image));
  } else {
    QVERIFY(bytes.startsWith("%PDF-"));
    QVERIFY(bytes.trimmed().endsWith("%%EOF"));
    QCOMPARE(bytes.count("/Type /Page\n"), 1);
  }
}

void TstDiagramPage::aFailedExportLeavesTheOldFile() {
  const QString path = m_folder->filePath(s("picture.png"));
  writePicture(picture(), PictureFormat::Png, 1, path.toStdString());
  QFile file(path);
  QVERIFY(file.open(QIODevice::ReadOnly));
  const QByteArray before = file.readAll();
  const auto thrown = kindThrown([&] { writePicture(picture(), PictureFormat::Png, 1, "/dev/full"); });
  QCOMPARE(thrown, std::optional(ErrorKind::Operational));
  QVERIFY(kindThrown([&] { writePicture(picture(), PictureFormat::Png, 1, (path + s("/below/a/file")).toStdString()); }).has_value());
  file.seek(0);
  QCOMPARE(file.readAll(), before);
  QCOMPARE(QDir(m_folder->path()).entryList({s("picture*")}, QDir::Files | QDir::Hidden).size(), 1);
  // A picture that nobody has the memory for is made smaller.
  QVERIFY(possibleScale(QSizeF(400'000, 10), 4) * 400'000 <= kMostPixelsOfASide);
  QVERIFY(std::pow(possibleScale(QSizeF(20'000, 20'000), 2) * 20'000, 2) <= kMostPixels * 1.01);
  QCOMPARE(possibleScale(QSizeF(800, 600), 2), 2.0);
}

void TstDiagramPage::printsOnOnePage() {
  const QString path = m_folder->filePath(s("page.pdf"));
  QPdfWriter page(path);
  const PrintedPages pages = PrintedPages::one(picture().area.size(), page);
  QVERIFY(pages.isReadable());
  QCOMPARE(pages.count(), 1);
  printPicture(picture(), pages, page);
  QFile file(path);
  QVERIFY(file.open(QIODevice::ReadOnly));
  const QByteArray bytes = file.readAll();
  QVERIFY(bytes.startsWith("%PDF-"));
  QCOMPARE(bytes.count("/Type /Page\n"), 1);
}

void TstDiagramPage::aLargeDiagramIsPrintedOnSeveralPages() {
  // Far apart, so that one page makes them small.
  m_page->model()->edit(s("Move"), withPlaces(*m_page->model(), {{card("tag"), QPointF(3000, 100)}, {card("artist"), QPointF(100, 1500)}}));
  const QString path = m_folder->filePath(s("pages.pdf"));
  QPdfWriter page(path);
  page.setPageOrientation(QPageLayout::Landscape);
  const QSizeF area = picture().area.size();
  QVERIFY(!PrintedPages::one(area, page).isReadable());
  const PrintedPages pages = PrintedPages::readable(area, page);
  QVERIFY(pages.isReadable() && pages.across > 1 && pages.down > 1);
  // All of it lies on them, and no page is without need.
  const double dots = pages.scale * page.logicalDpiX() / 96.0;
  QVERIFY(pages.across * page.width() >= area.width() * dots && (pages.across - 1) * page.width() < area.width() * dots);
  printPicture(picture(), pages, page);
  QFile file(path);
  QVERIFY(file.open(QIODevice::ReadOnly));
  QCOMPARE(file.readAll().count("/Type /Page\n"), pages.count());
  const QString folder = qEnvironmentVariable("JOINERY_TEST_PICTURES");
  if (folder.isEmpty()) return;
  QFile::remove(folder + s("/pages.pdf"));
  QVERIFY(QFile::copy(path, folder + s("/pages.pdf")));
}

JOINERY_TEST(TstDiagramPage)
#include "tst_diagram_page.moc"
