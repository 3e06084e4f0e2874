// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/test_program.h"
#include "ui/value/value_kind.h"

using namespace joinery;
using namespace joinery::ui;

class TestValueKind : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void isChosenByWhatAValueBeginsWith_data();
  void isChosenByWhatAValueBeginsWith();
};

void TestValueKind::isChosenByWhatAValueBeginsWith_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<bool>("isBlob");
  QTest::addColumn<int>("kind");
  const auto row = [](const char* name, const QByteArray& bytes, bool isBlob, ValueKind kind) { QTest::newRow(name) << bytes << isBlob << static_cast<int>(kind); };
  row("a text", "plain", false, ValueKind::Text);
  row("no text at all", "", false, ValueKind::Text);
  row("an object", " {\"a\": 1}\n", false, ValueKind::Json);
  row("an array", "[1]", false, ValueKind::Json);
  row("a lone bracket", "[", false, ValueKind::Text);
  row("a number", "12", false, ValueKind::Text);
  row("text in brackets looks like it", "[see below]", false, ValueKind::Json);
  row("a PNG", "\x89PNG\r\n\x1a\n....", true, ValueKind::Picture);
  row("a JPEG", "\xff\xd8\xff\xe0", true, ValueKind::Picture);
  row("a GIF", "GIF89a", true, ValueKind::Picture);
  row("a WebP", "RIFF1234WEBPVP8 ", true, ValueKind::Picture);
  row("a sound", "RIFF1234WAVEfmt ", true, ValueKind::Hex);
  row("an SVG in a text", "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>", false, ValueKind::Picture);
  row("other XML", "<?xml version=\"1.0\"?><a/>", false, ValueKind::Text);
  row("BM and more text", "BMW is a car maker and so on", false, ValueKind::Text);
  row("bytes", QByteArray("\x01\x02", 2), true, ValueKind::Hex);
  row("a blob of letters", "letters", true, ValueKind::Hex);
  row("a text with a NUL", QByteArray("a\0b", 3), false, ValueKind::Hex);
  row("a text that is no UTF-8", "\xff\xfe", false, ValueKind::Hex);
  row("a text that is cut in a character", QByteArray(4'095, 'x') + "\xc3\xa4", false, ValueKind::Text);
}

void TestValueKind::isChosenByWhatAValueBeginsWith() {
  QFETCH(QByteArray, bytes);
  QFETCH(bool, isBlob);
  QFETCH(int, kind);
  const std::string_view view(bytes.constData(), static_cast<std::size_t>(bytes.size()));
  QCOMPARE(static_cast<int>(valueKindOf(isBlob ? ValueView::blob(view) : ValueView::text(view), ValueType::of(isBlob ? TypeKind::Blob : TypeKind::Text))), kind);
}

JOINERY_TEST(TestValueKind)
#include "tst_value_kind.moc"
