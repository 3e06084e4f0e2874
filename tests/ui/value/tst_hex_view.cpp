// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QFontMetricsF>
#include <QLocale>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/memory_peak.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/value/hex_view.h"

using namespace joinery;
using namespace joinery::ui;
using joinery::test::s;

namespace {

std::unique_ptr<MemoryBytes> bytesOf(std::string bytes) { return std::make_unique<MemoryBytes>(std::make_shared<const Value>(Value::blob(std::move(bytes)))); }

/// Counts what is asked for; says that nothing of it is there.
class NoBytes : public ByteSource {
 public:
  explicit NoBytes(std::uint64_t size) : m_size(size) {}
  std::uint64_t size() const override { return m_size; }
  std::string_view bytes(std::uint64_t offset, std::size_t count) override {
    ++asked;
    last = offset + count;
    return {};
  }
  int asked = 0;
  std::uint64_t last = 0;

 private:
  std::uint64_t m_size;
};

}  // namespace

class TestHexView : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void showsOffsetDigitsAndCharacters();
  void asksOnlyForWhatIsVisible();
  void showsALargeValueWithoutACopyOfIt();
  void goesWithTheKeys();
  void copiesWhatIsSelected();
  void findsTheByteUnderThePointerInAFontOfAnyWidth();
  void tellsTheLineOfTheCursorToAssistiveTechnology();
};

void TestHexView::showsOffsetDigitsAndCharacters() {
  HexView view;
  view.resize(900, 300);
  view.grab();
  view.setSource(bytesOf("0123456789abcdef\n\x7fz"));
  QCOMPARE(view.lineText(0), s("00000000  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  0123456789abcdef"));
  QCOMPARE(view.lineText(1), s("00000010  0a 7f 7a") + QString(39, QLatin1Char(' ')) + s("  ..z"));
  QCOMPARE(view.lineText(2), QString());
  // A narrow view has shorter lines.
  view.resize(400, 300);
  view.grab();
  QCOMPARE(view.lineText(1), s("00000008  38 39 61 62 63 64 65 66  89abcdef"));
  view.setSource(nullptr);
  QCOMPARE(view.lineText(0), QString());
}

void TestHexView::asksOnlyForWhatIsVisible() {
  HexView view;
  view.resize(900, 300);
  auto source = std::make_unique<NoBytes>(std::uint64_t{1} << 34U);
  NoBytes* asked = source.get();
  view.setSource(std::move(source));
  view.grab();
  QVERIFY(asked->asked > 5 && asked->asked < 60);
  QVERIFY(asked->last < 60 * 16);
  view.setCursorOffset((std::uint64_t{1} << 34U) - 1);
  asked->asked = 0;
  view.grab();
  QVERIFY(asked->asked > 5 && asked->asked < 60);
  QVERIFY(view.lineText((std::int64_t{1} << 30U) - 1).startsWith(s("3fffffff0")));
}

void TestHexView::showsALargeValueWithoutACopyOfIt() {
  const auto value = std::make_shared<const Value>(Value::blob(std::string(200'000'000, 'x')));
  HexView view;
  view.resize(900, 300);
  const test::MemoryPeak peak;
  view.setSource(std::make_unique<MemoryBytes>(value));
  view.grab();
  view.setCursorOffset(199'999'999);
  view.grab();
  QVERIFY(view.lineText(12'499'999).endsWith(s("xxxxxxxx")));
  QVERIFY2(peak.growth() < (16 << 20), qPrintable(QString::number(peak.growth())));
}

void TestHexView::goesWithTheKeys() {
  HexView view;
  view.resize(900, 200);
  view.grab();
  view.setSource(bytesOf(std::string(10'000, 'a')));
  QTest::keyClick(&view, Qt::Key_Down);
  QTest::keyClick(&view, Qt::Key_Right);
  QCOMPARE(view.cursorOffset(), 17U);
  QTest::keyClick(&view, Qt::Key_End);
  QCOMPARE(view.cursorOffset(), 31U);
  QTest::keyClick(&view, Qt::Key_End, Qt::ControlModifier);
  QCOMPARE(view.cursorOffset(), 9'999U);
  QCOMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
  QCOMPARE(view.accessibleDescription(), s("Offset 270f (%1): 61 a").arg(QLocale().toString(9'999)));
  QTest::keyClick(&view, Qt::Key_Home, Qt::ControlModifier);
  QCOMPARE(view.verticalScrollBar()->value(), 0);
}

void TestHexView::copiesWhatIsSelected() {
  HexView view;
  view.setSource(bytesOf("abcdef"));
  view.setCursorOffset(1);
  view.setCursorOffset(3, true);
  QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
  QCOMPARE(QApplication::clipboard()->text(), s("62 63 64"));
  // Nothing is copied rather than a part.
  view.setSource(bytesOf(std::string(HexView::kMostCopiedBytes + 1, 'a')));
  QSignalSpy refused(&view, &HexView::refused);
  view.selectAll();
  view.copy();
  QCOMPARE(refused.count(), 1);
  QCOMPARE(QApplication::clipboard()->text(), s("62 63 64"));
}

/// A character need not be whole pixels wide.
void TestHexView::findsTheByteUnderThePointerInAFontOfAnyWidth() {
  HexView view;
  QFont font = view.font();
  font.setHintingPreference(QFont::PreferNoHinting);
  font.setPointSizeF(9.6);
  view.setFont(font);
  view.resize(1'200, 200);
  view.grab();
  view.setSource(bytesOf(std::string(64, 'a')));
  const QString line = view.lineText(0);
  const auto click = [&](int character) {
    const qreal left = QFontMetricsF(view.font()).horizontalAdvance(line.left(character)), right = QFontMetricsF(view.font()).horizontalAdvance(line.left(character + 1));
    constexpr int kMarginOfView = 6;
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, QPoint(kMarginOfView + qRound((left + right) / 2), 5));
    return view.cursorOffset();
  };
  for (int byte = 0; byte < 16; ++byte) {
    QCOMPARE(click(10 + byte * 3), static_cast<std::uint64_t>(byte));
    QCOMPARE(click(10 + 47 + 2 + byte), static_cast<std::uint64_t>(byte));
  }
}

void TestHexView::tellsTheLineOfTheCursorToAssistiveTechnology() {
  HexView view;
  view.resize(900, 200);
  view.grab();
  view.setSource(bytesOf("0123456789abcdefABC"));
  view.setCursorOffset(17);
  auto* told = QAccessible::queryAccessibleInterface(&view);
  QVERIFY(told && told->textInterface());
  QCOMPARE(told->text(QAccessible::Name), s("Bytes"));
  QCOMPARE(told->text(QAccessible::Description), s("Offset 11 (17): 42 B"));
  auto* text = told->textInterface();
  QCOMPARE(text->text(0, text->characterCount()), view.lineText(1));
  QCOMPARE(text->text(text->cursorPosition(), text->cursorPosition() + 2), s("42"));
  QVERIFY(told->state().readOnly && !told->state().editable);
  text->setCursorPosition(text->cursorPosition() + 3);
  QCOMPARE(view.cursorOffset(), 18U);
  view.setSource(std::make_unique<EditedBytes>(std::make_shared<const Value>()));
  QCOMPARE(told->text(QAccessible::Description), s("Offset 0 (0): the end"));
  QVERIFY(!told->state().readOnly && told->state().editable);
}

JOINERY_TEST(TestHexView)
#include "tst_hex_view.moc"
