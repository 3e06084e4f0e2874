// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "open_database.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/relations/record_form.h"
#include "ui/value/value_editor.h"
#include "ui/widgets/theme.h"

using namespace joinery;
using namespace joinery::test;
using Role = ui::Theme::Role;

namespace {

bool lineHasTint(const QLineEdit* line, Role role) { return line->palette().color(QPalette::Base) == ui::Theme::instance().color(role); }

}  // namespace

class TstRecordForm : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void showsALineForEachAttribute();
  void standsItsLabelsOnTheTextsLine();
  void showsNullAsAPlaceholder();
  void editsEachValueWithItsEditor();
  void writesWhatAPersonTyped();
  void writesNothingThatWasNotTyped();
  void keepsARefusedTextWithItsReason();
  void bringsARefusedTextBackWithItsRow();
  void escapeTakesBackWhatWasTyped();
  void takesWhatIsBeingTypedWhenTheRowChanges();
  void followsChangesMadeElsewhere();
  void editsAnAddedRow();
  void locksARowThatWillBeDeleted();
  void doesNotEditComputedValues();
  void showsTheFirstOfVeryManyColumns();
  void setsAndShowsADefault();
  void changesNoRowByACutKey();
  void waitsForTheRowsOfATableThatBecameAnother();
  void tellsOfTheListBelowAForeignKey();

 private:
  void show(const std::string& model, std::size_t row);
  QLineEdit* line(const char* attribute) const { return m_form->findChild<QLineEdit*>(s("field_") + s(attribute)); }
  void type(const char* attribute, const char* text);
  const Change* change(std::int64_t id) const { return m_open->changes()->changeOf("album", {Value::integer(id)}); }

  std::unique_ptr<test::OpenDatabase> m_open;
  std::unique_ptr<ui::RecordForm> m_form;
};

void TstRecordForm::init() {
  m_open = std::make_unique<test::OpenDatabase>();
  m_form = std::make_unique<ui::RecordForm>();
  m_form->resize(400, 500);
  m_form->setDatabase(m_open->database(), m_open->changes());
  m_form->show();
  QVERIFY(QTest::qWaitForWindowActive(m_form.get()));
}

void TstRecordForm::cleanup() {
  m_form.reset();
  m_open.reset();
}

void TstRecordForm::show(const std::string& model, std::size_t row) { m_form->setRow(model, m_open->rows(model), row); }

void TstRecordForm::type(const char* attribute, const char* text) {
  QLineEdit* edit = line(attribute);
  edit->setFocus();
  edit->selectAll();
  if (*text) QTest::keyClicks(edit, s(text));
  else QTest::keyClick(edit, Qt::Key_Delete);
  QTest::keyClick(edit, Qt::Key_Return);
}

void TstRecordForm::showsALineForEachAttribute() {
  QCOMPARE(m_form->accessibleName(), s("Record"));
  show("album", 0);
  QCOMPARE(line("title")->text(), s("High Voltage"));
  QCOMPARE(line("year")->text(), s("1976"));
  QCOMPARE(line("title")->accessibleName(), s("title"));
  QVERIFY(line("title")->toolTip().contains(s("TEXT")));
  show("album", 1);
  QCOMPARE(line("title")->text(), s("Powerage"));
  show("artist", 0);
  QVERIFY(!line("title"));
  QCOMPARE(line("name")->text(), s("AC/DC"));
}

void TstRecordForm::standsItsLabelsOnTheTextsLine() {
  show("album", 0);
  for (const QLabel* label : m_form->findChildren<QLabel*>()) {
    const QLineEdit* field = label->buddy() ? line(label->text().toUtf8().constData()) : nullptr;
    if (!field) continue;
    QTRY_VERIFY(field->isVisible() && label->height() > 0);
    QVERIFY(label->alignment() & Qt::AlignVCenter);
    const int beside = label->mapTo(m_form.get(), label->contentsRect().center()).y(), text = field->mapTo(m_form.get(), field->rect().center()).y();
    QVERIFY2(std::abs(beside - text) <= 1, qPrintable(s("%1: %2, %3").arg(label->text()).arg(beside).arg(text)));
  }
}

void TstRecordForm::showsNullAsAPlaceholder() {
  show("album", 2);
  QCOMPARE(line("year")->text(), QString());
  QCOMPARE(line("year")->placeholderText(), s("NULL"));
  QCOMPARE(line("title")->placeholderText(), QString());
}

void TstRecordForm::editsEachValueWithItsEditor() {
  show("album", 0);
  QVERIFY(line("cover")->text().startsWith(s("x'")));
  auto* notes = m_form->findChild<QPlainTextEdit*>(s("field_notes"));
  QVERIFY(notes);
  QCOMPARE(notes->toPlainText(), s("one\ntwo"));
  notes->setFocus();
  QTest::keyClick(notes, Qt::Key_Return, Qt::ControlModifier);
  QVERIFY(m_open->changes()->isEmpty());
  QTest::keyClick(notes, Qt::Key_End, Qt::ControlModifier);
  QTest::keyClicks(notes, s("!"));
  QTest::keyClick(notes, Qt::Key_Return, Qt::ControlModifier);
  QVERIFY(change(1)->value("notes")->value() == Value::text("one\ntwo!"));
}

void TstRecordForm::writesWhatAPersonTyped() {
  show("album", 0);
  type("year", "1977");
  QVERIFY(change(1));
  QVERIFY(change(1)->value("year")->value() == Value::integer(1977));
  QVERIFY(*change(1)->beforeValue("year") == Value::integer(1976));
  QVERIFY(*change(1)->seenValue("title") == Value::text("High Voltage"));
  QVERIFY(lineHasTint(line("year"), Role::ChangedCell));
  QVERIFY(!lineHasTint(line("title"), Role::ChangedCell));
  type("year", "");
  QVERIFY(change(1)->value("year")->value().isNull());
  QCOMPARE(line("year")->placeholderText(), s("NULL"));
}

void TstRecordForm::writesNothingThatWasNotTyped() {
  show("album", 0);
  for (QLineEdit* edit : m_form->findChildren<QLineEdit*>()) {
    edit->setFocus();
    QTest::keyClick(edit, Qt::Key_Return);
  }
  type("title", "High Voltage");
  QVERIFY(m_open->changes()->isEmpty());
}

void TstRecordForm::keepsARefusedTextWithItsReason() {
  show("amount", 0);
  type("amount", "many");
  QVERIFY(m_open->changes()->isEmpty());
  QCOMPARE(line("amount")->text(), s("many"));
  QVERIFY(lineHasTint(line("amount"), Role::ErrorBackground));
  QVERIFY(line("amount")->accessibleDescription().contains(s("many")));
  type("amount", "");
  QVERIFY(lineHasTint(line("amount"), Role::ErrorBackground));
  type("amount", "7");
  QVERIFY(lineHasTint(line("amount"), Role::ChangedCell));
  QCOMPARE(m_open->changes()->changeSet().changes().size(), std::size_t(1));
}

void TstRecordForm::bringsARefusedTextBackWithItsRow() {
  show("amount", 0);
  type("amount", "many");
  show("amount", 1);
  QCOMPARE(line("amount")->text(), s("6"));
  QVERIFY(!lineHasTint(line("amount"), Role::ErrorBackground));
  show("album", 0);
  show("amount", 0);
  QCOMPARE(line("amount")->text(), s("many"));
  QVERIFY(lineHasTint(line("amount"), Role::ErrorBackground));
  QVERIFY(m_open->changes()->isEmpty());
}

void TstRecordForm::escapeTakesBackWhatWasTyped() {
  show("album", 0);
  line("title")->setFocus();
  QTest::keyClicks(line("title"), s("x"));
  QTest::keyClick(line("title"), Qt::Key_Escape);
  QCOMPARE(line("title")->text(), s("High Voltage"));
  QTest::keyClick(line("title"), Qt::Key_Return);
  QVERIFY(m_open->changes()->isEmpty());
}

void TstRecordForm::takesWhatIsBeingTypedWhenTheRowChanges() {
  show("album", 0);
  line("title")->setFocus();
  QTest::keyClicks(line("title"), s("!"));
  const QString typed = line("title")->text();
  show("album", 1);
  QCOMPARE(line("title")->text(), s("Powerage"));
  QVERIFY(change(1));
  QCOMPARE(QString::fromStdString(std::string(change(1)->value("title")->value().bytes())), typed);
  QVERIFY(!change(2));
}

void TstRecordForm::followsChangesMadeElsewhere() {
  show("album", 0);
  m_open->changes()->setCell("album", {Value::integer(1)}, "title", Value::text("High Voltage"), Value::text("Higher"));
  QCOMPARE(line("title")->text(), s("Higher"));
  QVERIFY(lineHasTint(line("title"), Role::ChangedCell));
  m_open->changes()->undoStack().undo();
  QCOMPARE(line("title")->text(), s("High Voltage"));
  QVERIFY(!lineHasTint(line("title"), Role::ChangedCell));
  // Except for what is being typed.
  line("title")->setFocus();
  line("title")->selectAll();
  QTest::keyClicks(line("title"), s("Mine"));
  m_open->changes()->setCell("album", {Value::integer(1)}, "title", Value::text("High Voltage"), Value::text("Higher"));
  QCOMPARE(line("title")->text(), s("Mine"));
}

void TstRecordForm::editsAnAddedRow() {
  const std::string ref = m_open->changes()->insertRow("album", {{"title", Value::text("New")}});
  m_form->setInserted("album", ref);
  QCOMPARE(line("title")->text(), s("New"));
  QVERIFY(lineHasTint(line("title"), Role::InsertedRow));
  QCOMPARE(line("id")->placeholderText(), s("default"));
  type("year", "2000");
  QVERIFY(m_open->changes()->insertByRef(ref)->value("year")->value() == Value::integer(2000));
  m_open->changes()->removeInserted(ref);
  QVERIFY(!line("title")->isVisible());
}

void TstRecordForm::locksARowThatWillBeDeleted() {
  show("album", 0);
  m_open->changes()->deleteRow("album", {Value::integer(1)}, {});
  QVERIFY(line("title")->isReadOnly());
  QVERIFY(lineHasTint(line("title"), Role::DeletedRow));
  m_open->changes()->undoStack().undo();
  QVERIFY(!line("title")->isReadOnly());
}

void TstRecordForm::doesNotEditComputedValues() {
  show("track", 0);
  QVERIFY(line("seconds")->isReadOnly());
  QVERIFY(line("seconds")->toolTip().contains(s("computed")));
  QVERIFY(!line("milliseconds")->isReadOnly());
}

void TstRecordForm::setsAndShowsADefault() {
  m_open->runAndReopen("CREATE TABLE stamp(id INTEGER PRIMARY KEY, made TEXT DEFAULT CURRENT_TIMESTAMP); INSERT INTO stamp VALUES (1, 'early')");
  m_form->setDatabase(m_open->database(), m_open->changes());
  show("stamp", 0);
  QMenu menu;
  qobject_cast<ui::ValueEditor*>(line("made")->parentWidget())->addActions(&menu);
  for (QAction* action : menu.actions())
    if (action->text() == s("Set &default")) action->trigger();
  const auto pending = [this] { return m_open->changes()->changeOf("stamp", {Value::integer(1)}); };
  QVERIFY(pending() && pending()->value("made")->isDefault());
  QCOMPARE(line("made")->text(), QString());
  QCOMPARE(line("made")->placeholderText(), s("CURRENT_TIMESTAMP"));
  QVERIFY(lineHasTint(line("made"), Role::ChangedCell));
  QVERIFY(line("made")->toolTip().contains(s("CURRENT_TIMESTAMP")));
  // To look at it changes nothing.
  line("made")->setFocus();
  QTest::keyClick(line("made"), Qt::Key_Return);
  QVERIFY(pending()->value("made")->isDefault());
  QCOMPARE(m_open->changes()->undoStack().count(), 1);
  QTest::keyClick(line("made"), Qt::Key_Escape);
  QVERIFY(!pending());
  QCOMPARE(line("made")->text(), s("early"));
}

void TstRecordForm::showsTheFirstOfVeryManyColumns() {
  std::string columns = "id INTEGER PRIMARY KEY";
  for (int i = 1; i < 500; ++i) columns += ", c" + std::to_string(i) + " INTEGER DEFAULT " + std::to_string(i);
  m_open->runAndReopen("CREATE TABLE wide(" + columns + "); INSERT INTO wide(id) VALUES (1)");
  show("wide", 0);
  auto* more = m_form->findChild<QPushButton*>(s("moreFields"));
  QVERIFY(line("c199") && !line("c200"));
  // What is typed is not lost by it.
  line("c1")->setFocus();
  line("c1")->selectAll();
  QTest::keyClicks(line("c1"), s("8"));
  more->click();
  QCOMPARE(line("c1")->text(), s("8"));
  QVERIFY(m_open->changes()->changeOf("wide", {Value::integer(1)})->value("c1")->value() == Value::integer(8));
  QCOMPARE(line("c200")->text(), s("200"));
  // An attribute that is not shown yet is gone to.
  m_form->focusAttribute("c450");
  QVERIFY(line("c450")->hasFocus());
  QCOMPARE(line("c499")->text(), s("499"));
  QVERIFY(!more->isVisible());
  type("c499", "7");
  QVERIFY(m_open->changes()->changeOf("wide", {Value::integer(1)})->value("c499")->value() == Value::integer(7));
  show("album", 0);
  QVERIFY(line("title")->isVisible());
}

void TstRecordForm::changesNoRowByACutKey() {
  RowBatchBuilder builder({{"room", ValueType::of(TypeKind::Text)}, {"number", ValueType::of(TypeKind::Integer)}});
  builder.appendPartial(0, ValueView::text("nor"), 100'000);
  builder.append(1, ValueView::integer(1));
  builder.endRow();
  m_form->setRow("shelf", builder.build(), 0);
  QVERIFY(line("room")->isReadOnly());
  QVERIFY(line("number")->isReadOnly());
  QVERIFY(line("number")->toolTip().contains(s("too large")));
}

void TstRecordForm::waitsForTheRowsOfATableThatBecameAnother() {
  const auto before = m_open->rows("album");
  m_form->setRow("album", before, 0);
  QCOMPARE(line("title")->text(), s("High Voltage"));
  m_open->run("ALTER TABLE album ADD COLUMN label TEXT DEFAULT 'Albert'");
  QSignalSpy opened(m_open->database(), &ui::Database::opened);
  m_open->database()->open();
  QVERIFY(opened.wait(kPatience));
  m_form->setRow("album", before, 0);
  QVERIFY(!line("title")->isVisible());
  show("album", 0);
  QCOMPARE(line("title")->text(), s("High Voltage"));
  QCOMPARE(line("label")->text(), s("Albert"));
  QVERIFY(line("label")->isVisible());
}

void TstRecordForm::tellsOfTheListBelowAForeignKey() {
  show("album", 0);
  QLineEdit* artist = line("artist_id");
  artist->setFocus();
  QTest::keyClick(artist, Qt::Key_Down, Qt::AltModifier);
  const auto told = [&] { return artist->accessibleDescription(); };
  QTRY_VERIFY_WITH_TIMEOUT(told().startsWith(s("2 row(s) below, the first is ")), kPatience);
  auto* list = QApplication::activePopupWidget();
  QVERIFY(list);
  QTest::keyClick(list, Qt::Key_Down);
  QTest::keyClick(list, Qt::Key_Down);
  QVERIFY2(told().startsWith(s("2 of 2 rows below: ")), qPrintable(told()));
  QVERIFY(told().contains(s("Nobody")));
  QTest::keyClick(list, Qt::Key_Return);
  QCOMPARE(artist->text(), s("2"));
}

JOINERY_TEST(TstRecordForm)
#include "tst_record_form.moc"
