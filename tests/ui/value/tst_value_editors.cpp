// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QAbstractItemView>
#include <QCompleter>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include "orm/core/display_text.h"
#include "orm/core/hex.h"
#include "orm/engine/execution.h"
#include "orm/query/model_select.h"
#include "tests/support/nasty_values.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "tests/support/window_database.h"
#include "ui/value/value_editor.h"

using namespace joinery;
using namespace joinery::ui;
using joinery::test::Backend;
using joinery::test::kPatience;
using joinery::test::s;

/// Every kind of editor on every value of the corpus, and what is typed into them on its way through a commit. RELIABILITY.md E1, E2.
class TestValueEditors : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { test::addBackends(); }
  void init();
  void cleanup();
  void opensAndClosesWithoutAChange();
  void givesBackWhatWasTypedOverAndTakenBack();
  void commitsTheBytesThatWereTyped();
  void keepsTheRestOfATextThatIsEdited();
  void tellsNullFromEmptyText();
  void refusesWhatDoesNotFit();
  void offersTheValuesOfAnEnum();
  void editsAnArrayByItsElements();
  void saysWhereXmlGoesWrong();
  void listsTheElementsBelowTheLineOfAnArray();

 private:
  std::shared_ptr<const RowBatch> rows();
  const Model& model() const { return m_open->database()->registry()->at("nasty"); }
  EditedColumn column(const std::string& name) const { return {m_open->database(), m_open->database()->registry(), &model(), model().attribute(name)}; }
  std::unique_ptr<ValueEditor> open(const std::string& column, const Value& value);
  void commit();
  bool isSqlite() const { return m_open->isSqlite(); }

  std::unique_ptr<test::WindowDatabase> m_open;
};

namespace {

QString typedText(const ValueEditor& editor) { return editor.draft(); }

QByteArray valueBytes(const ValueEditor& editor) {
  const auto value = editor.value();
  return value ? QByteArray::fromStdString(std::string(value->bytes())) : QByteArray(value.error().what());
}

/// Where an element is typed; the one before it may not have gone yet.
QLineEdit* fieldIn(const QTableView& list) {
  QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  return list.findChild<QLineEdit*>();
}

/// Item views take what was typed a moment after Return.
void enterElement(const QTableView& list) {
  QTest::keyClick(fieldIn(list), Qt::Key_Return);
  QCoreApplication::processEvents();
}

QByteArray shown(ValueView value) { return QByteArray::fromStdString(std::to_string(static_cast<int>(value.storageClass())) + ":" + (value.bytes().empty() ? displayText(value, {}) : hexEncode(value.bytes().substr(0, 80)))); }

}  // namespace

void TestValueEditors::init() {
  QFETCH_GLOBAL(int, backend);
  const auto which = static_cast<Backend>(backend);
  m_open = std::make_unique<test::WindowDatabase>(which, test::nastyTable(which));
}

void TestValueEditors::cleanup() { m_open.reset(); }

std::shared_ptr<const RowBatch> TestValueEditors::rows() {
  const auto connection = m_open->engine().connect(Engine::Access::Read);
  return fetchAll(*execute(*connection, m_open->engine().dialect().compile(selectModel(model(), "nasty").orderBy({{sql::column("nasty", "id")}}))));
}

std::unique_ptr<ValueEditor> TestValueEditors::open(const std::string& name, const Value& value) {
  const EditorKind kind = editorKindOf(column(name), value);
  if (kind == EditorKind::None) return nullptr;
  std::unique_ptr<ValueEditor> editor(makeValueEditor(kind, column(name), nullptr));
  editor->setNames(s("editor"), s("Editor"));
  editor->setValue(value);
  editor->show();
  editor->setFocus();
  return editor;
}

void TestValueEditors::commit() {
  QSignalSpy committed(m_open->changes(), &PendingChanges::committed), failed(m_open->changes(), &PendingChanges::failed);
  m_open->changes()->commit();
  QTRY_VERIFY_WITH_TIMEOUT(!committed.isEmpty() || !failed.isEmpty(), kPatience);
  if (failed.isEmpty()) return;
  const auto result = failed[0][0].value<CommitResult>();
  QFAIL(result.error ? result.error->what() : "conflict");
}

void TestValueEditors::opensAndClosesWithoutAChange() {
  const auto batch = rows();
  int opened = 0;
  for (std::size_t row = 0; row < batch->rows(); ++row) {
    for (std::size_t i = 0; i < model().attributes.size(); ++i) {
      const Value value(batch->at(row, i));
      const auto editor = open(model().attributes[i].name, value);
      if (!editor) continue;
      ++opened;
      QTest::keyClick(editor->input(), Qt::Key_End);
      QTest::keyClick(editor->input(), Qt::Key_Return, Qt::ControlModifier);
      const auto after = editor->value();
      const std::string where = model().attributes[i].name + " of row " + std::to_string(row + 1);
      QVERIFY2(!editor->isModified(), where.c_str());
      QVERIFY2(after && *after == value, where.c_str());
    }
  }
  QVERIFY(opened > 300);
}

/// The spelling says all of the value: it is read from the text, not remembered.
void TestValueEditors::givesBackWhatWasTypedOverAndTakenBack() {
  const auto batch = rows();
  for (std::size_t row = 0; row < batch->rows(); ++row) {
    for (std::size_t i = 0; i < model().attributes.size(); ++i) {
      const Value value(batch->at(row, i));
      const auto editor = open(model().attributes[i].name, value);
      if (!editor) continue;
      const QString before = typedText(*editor);
      editor->setDraft(before + s("x"));
      editor->setDraft(before);
      const std::string where = model().attributes[i].name + " of row " + std::to_string(row + 1);
      QVERIFY2(!editor->isModified(), where.c_str());
      const auto after = editor->value();
      QVERIFY2(after && *after == value, where.c_str());
    }
  }
}

void TestValueEditors::commitsTheBytesThatWereTyped() {
  const auto cases = test::typedCases(static_cast<Backend>(isSqlite() ? 0 : 1));
  std::string script;
  for (std::size_t i = 0; i < cases.size(); ++i) script += "INSERT INTO nasty(id) VALUES (" + std::to_string(1000 + i) + ");";
  m_open->run(script);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const auto editor = open(cases[i].column, Value());
    QVERIFY2(editor, cases[i].typed);
    if (auto* line = qobject_cast<QLineEdit*>(editor->input())) line->insert(QString::fromUtf8(cases[i].typed)), Q_EMIT line->textEdited(line->text());
    else qobject_cast<QPlainTextEdit*>(editor->input())->insertPlainText(QString::fromUtf8(cases[i].typed));
    QVERIFY2(editor->isModified(), cases[i].typed);
    const auto value = editor->value();
    QVERIFY2(value, cases[i].typed);
    m_open->changes()->setCell("nasty", {Value::integer(static_cast<std::int64_t>(1000 + i))}, cases[i].column, Value(), *value);
  }
  commit();
  const auto batch = rows();
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const auto place = static_cast<std::size_t>(model().attributeIndex(cases[i].column));
    const auto cell = batch->at(batch->rows() - cases.size() + i, place);
    QCOMPARE(QByteArray::fromStdString(displayText(cell, model().attributes[place].column.type)), cases[i].stored);
    // What was typed is what stands there: opened anew it shows the same.
    const auto editor = open(cases[i].column, Value(cell));
    QVERIFY(editor && !editor->isModified());
  }
}

/// A letter more at the end, and nothing else of it: line ends of each kind, NULs, bytes that are no UTF-8.
void TestValueEditors::keepsTheRestOfATextThatIsEdited() {
  const auto place = static_cast<std::size_t>(model().attributeIndex("t"));
  const auto before = rows();
  std::vector<std::size_t> edited;
  for (std::size_t row = 0; row < before->rows(); ++row) {
    const Value value(before->at(row, place));
    const auto editor = value.isNull() ? nullptr : open("t", value);
    if (!editor) continue;
    editor->setDraft(typedText(*editor) + s("x"));
    const auto changed = editor->value();
    QVERIFY(changed);
    QCOMPARE(shown(*changed), shown(Value::text(std::string(value.bytes()) + "x")));
    m_open->changes()->setCell("nasty", {Value(before->at(row, 0))}, "t", value, *changed);
    edited.push_back(row);
  }
  QVERIFY(edited.size() > 20);
  commit();
  const auto after = rows();
  for (const std::size_t row : edited) QVERIFY(Value(after->at(row, place)) == Value::text(std::string(before->at(row, place).bytes()) + "x"));
}

void TestValueEditors::tellsNullFromEmptyText() {
  auto editor = open("t", Value());
  QCOMPARE(qobject_cast<QLineEdit*>(editor->input())->placeholderText(), s("NULL"));
  QTest::keyClicks(editor->input(), s("a"));
  QVERIFY(editor->isModified());
  QTest::keyClick(editor->input(), Qt::Key_Backspace);
  QVERIFY(!editor->isModified());
  editor->put(Value::text({}));
  QVERIFY(editor->isModified() && *editor->value() == Value::text({}));
  editor = open("t", Value::text("a"));
  QTest::keyClick(editor->input(), Qt::Key_End);
  QTest::keyClick(editor->input(), Qt::Key_Backspace);
  QVERIFY(*editor->value() == Value::text({}));
  editor->put(Value());
  QVERIFY(editor->isModified() && editor->value()->isNull());
  editor = open("i", Value::integer(5));
  editor->setDraft({});
  QVERIFY(editor->value()->isNull());
}

void TestValueEditors::refusesWhatDoesNotFit() {
  const auto isRefused = [this](const char* name, const char* text) {
    const auto editor = open(name, Value());
    editor->setDraft(s(text));
    return !editor->value().hasValue();
  };
  for (const char* text : {"many", "1e400", "12345678901234567890123"}) QVERIFY2(isRefused("i", text), text);
  for (const char* text : {"{", "{\"a\":01}", "[1,]", "nul", "{} x", "\"\t\""}) QVERIFY2(isRefused("j", text), text);
  for (const char* text : {"x'0'", "zz", "x'00'x"}) QVERIFY2(isRefused("b", text), text);
  for (const char* text : {"<a>", "<a></b>", "a</content><content>", "<a b=c/>", "&nothing;", "<a/>&"}) QVERIFY2(isRefused("x", text), text);
  for (const char* text : {"a <b/>", "<a/><b/>", "<?xml version='1.0'?><a/>", "<!DOCTYPE a SYSTEM 'x'><a>&e;</a>", "<p:a/>"}) QVERIFY2(!isRefused("x", text), text);
  QVERIFY(isRefused("flag", "maybe"));
  if (isSqlite()) return;
  for (const char* text : {"a,b", "{a", "{a}}", "{a,}", "{\"a}", "{a\"b\"}"}) QVERIFY2(isRefused("list", text), text);
  QVERIFY(isRefused("mood", "sad"));
  QVERIFY(isRefused("u", "a0eebc99"));
  QVERIFY(isRefused("day", "someday"));
}

void TestValueEditors::offersTheValuesOfAnEnum() {
  QString told;
  const auto choices = [this, &told](const char* name) {
    const auto editor = open(name, Value());
    const QAbstractItemView* list = qobject_cast<QLineEdit*>(editor->input())->completer()->popup();
    QTest::keyClick(editor->input(), Qt::Key_Down, Qt::AltModifier);
    QStringList shownThere;
    if (list->isVisible())
      for (int row = 0; row < list->model()->rowCount(); ++row) shownThere << list->model()->index(row, 0).data().toString();
    told = editor->input()->accessibleDescription();
    return shownThere;
  };
  QCOMPARE(choices("flag"), (QStringList{s("true"), s("false"), s("NULL")}));
  QCOMPARE(told, s("3 choices below: true, false, NULL"));
  // The last is none of the enum's labels.
  if (!isSqlite()) QCOMPARE(choices("mood"), (QStringList{QString(), s("happy"), s("so, so"), s("NULL"), s("NULL")}));
}

void TestValueEditors::editsAnArrayByItsElements() {
  if (isSqlite()) return;
  m_open->run("INSERT INTO nasty(id, list) VALUES (500, E'{NULL,\"a\\nb\",\"c,d\"}')");
  auto editor = open("list", Value::text("{NULL,\"a\nb\",\"c,d\"}"));
  QCOMPARE(typedText(*editor), s("{NULL,\"a\\nb\",\"c,d\"}"));
  QTest::keyClick(editor->input(), Qt::Key_Down, Qt::AltModifier);
  auto* list = editor->findChild<QTableView*>(s("arrayElements"));
  QVERIFY(list && list->isVisible());
  QCOMPARE(list->currentIndex().row(), 0);
  QVERIFY(!editor->isModified());
  // Opened and closed: NULL is no empty text.
  QTest::keyClick(list, Qt::Key_F2);
  enterElement(*list);
  QVERIFY(!editor->isModified());
  QTest::keyClick(list, Qt::Key_Down, Qt::AltModifier);
  QTest::keyClick(list, Qt::Key_Insert);
  QTest::keyClicks(fieldIn(*list), s("null"));
  enterElement(*list);
  QCOMPARE(valueBytes(*editor), QByteArray("{\"a\nb\",NULL,\"null\",\"c,d\"}"));
  list->setCurrentIndex(list->model()->index(3, 0));
  QTest::keyClick(list, Qt::Key_Delete);
  QTest::keyClick(list, Qt::Key_0, Qt::ControlModifier);
  QCOMPARE(valueBytes(*editor), QByteArray("{\"a\nb\",NULL,NULL}"));
  m_open->changes()->setCell("nasty", {Value::integer(500)}, "list", Value::text("{NULL,\"a\nb\",\"c,d\"}"), *editor->value());
  commit();
  const auto batch = rows();
  QVERIFY(Value(batch->at(batch->rows() - 1, static_cast<std::size_t>(model().attributeIndex("list")))) == *editor->value());
  // Taken back by hand it is no change.
  editor = open("list", Value::text("[0:1]={a,b}"));
  QTest::keyClick(editor->input(), Qt::Key_Down, Qt::AltModifier);
  list = editor->findChild<QTableView*>(s("arrayElements"));
  QTest::keyClick(list, Qt::Key_Down, Qt::AltModifier);
  QCOMPARE(valueBytes(*editor), QByteArray("[0:1]={b,a}"));
  QTest::keyClick(list, Qt::Key_Up, Qt::AltModifier);
  QVERIFY(!editor->isModified());
  QTest::keyClick(list, Qt::Key_Delete);
  QCOMPARE(valueBytes(*editor), QByteArray("[0:0]={b}"));
}

void TestValueEditors::listsTheElementsBelowTheLineOfAnArray() {
  if (isSqlite()) return;
  const auto editor = open("numbers", Value::text("{1,2}"));
  const std::unique_ptr<QWidget> details(editor->makeDetails(nullptr));
  details->show();
  auto* list = details->findChild<QTableView*>(s("arrayElements"));
  new QAbstractItemModelTester(list->model(), QAbstractItemModelTester::FailureReportingMode::Fatal, list);
  editor->setDraft(s("{1,2,3}"));
  QCOMPARE(list->model()->rowCount(), 3);
  editor->setDraft(s("{1,2,3"));
  QVERIFY(!list->isEnabled());
  editor->setDraft(s("{4}"));
  QVERIFY(list->isEnabled());
  QCOMPARE(list->model()->index(0, 0).data().toString(), s("4"));
  details->findChild<QToolButton*>(s("addElement"))->click();
  QTest::keyClicks(fieldIn(*list), s("5"));
  enterElement(*list);
  QCOMPARE(valueBytes(*editor), QByteArray("{5,4}"));
  editor->setReadOnly(true);
  for (const auto* button : details->findChildren<QToolButton*>()) QVERIFY2(!button->isEnabled(), qPrintable(button->objectName()));
}

void TestValueEditors::saysWhereXmlGoesWrong() {
  const auto editor = open("x", Value());
  const auto messageOf = [&](const char* text) {
    editor->setDraft(s(text));
    const auto value = editor->value();
    return value ? QString() : QString::fromStdString(value.error().message());
  };
  QCOMPARE(messageOf("<a>\n  <b></c>\n</a>"), s("This is no well-formed XML: it goes wrong in line 2, at character 10"));
  QVERIFY(messageOf("<a>").contains(s("line 1, at character 4")));
  QVERIFY(messageOf("<a></a></b>").contains(s("line 1")));
  QCOMPARE(messageOf("<a><b/></a>"), QString());
}

JOINERY_TEST(TestValueEditors)
#include "tst_value_editors.moc"
