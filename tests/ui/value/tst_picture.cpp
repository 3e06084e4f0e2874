// SPDX-License-Identifier: GPL-3.0-or-later
#include <QBuffer>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/value/picture_view.h"

using namespace joinery;
using namespace joinery::ui;
using joinery::test::s;

namespace {

std::string encoded(const char* format, QSize size) {
  QImage image(size, QImage::Format_RGB32);
  image.fill(Qt::red);
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  if (!image.save(&buffer, format)) qFatal("the picture can't be made");
  return bytes.toStdString();
}

}  // namespace

class TestPicture : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void decodes_data();
  void decodes();
  void drawsAnSvgThatHoldsAllItShows();
  void opensNoFileThatAnSvgNames_data();
  void opensNoFileThatAnSvgNames();
  void saysThatAPictureIsBroken();
  void scalesDownWhatIsTooLarge();
  void showsFormatAndSize();
};

void TestPicture::decodes_data() {
  QTest::addColumn<QByteArray>("format");
  for (const char* format : {"PNG", "JPEG", "BMP"}) QTest::newRow(format) << QByteArray(format);
}

void TestPicture::decodes() {
  QFETCH(QByteArray, format);
  const Picture picture = decodePicture(encoded(format.constData(), {40, 30}));
  QCOMPARE(picture.error, QString());
  QCOMPARE(picture.format, QString::fromLatin1(format));
  QCOMPARE(picture.size, QSize(40, 30));
  QCOMPARE(picture.image.size(), QSize(40, 30));
  QVERIFY(qAbs(qRed(picture.image.pixel(20, 15)) - 255) < 5);
}

void TestPicture::drawsAnSvgThatHoldsAllItShows() {
  const Picture picture = decodePicture(R"(<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect id="r" width="20" height="10" fill="#00f"/><use href="#r"/></svg>)");
  QCOMPARE(picture.error, QString());
  QCOMPARE(picture.format, s("SVG"));
  QCOMPARE(picture.size, QSize(20, 10));
  QCOMPARE(picture.image.pixelColor(picture.image.width() / 2, picture.image.height() / 2), QColor(Qt::blue));
}

void TestPicture::opensNoFileThatAnSvgNames_data() {
  QTest::addColumn<QByteArray>("inside");
  QTest::newRow("an image") << QByteArray(R"(<image xlink:href="/etc/passwd" width="1" height="1"/>)");
  QTest::newRow("with blanks") << QByteArray("<image href =\n '/etc/passwd'/>");
  QTest::newRow("a style") << QByteArray("<style>@import 'x.css';</style>");
  QTest::newRow("a fill") << QByteArray("<rect fill='url(file:///etc/passwd)'/>");
}

void TestPicture::opensNoFileThatAnSvgNames() {
  QFETCH(QByteArray, inside);
  const QByteArray svg = R"(<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">)" + inside + "</svg>";
  const Picture picture = decodePicture(svg.toStdString());
  QVERIFY(picture.image.isNull());
  QVERIFY(picture.error.contains(s("other files")));
}

void TestPicture::saysThatAPictureIsBroken() {
  const std::string whole = encoded("PNG", {200, 200});
  const Picture picture = decodePicture(std::string_view(whole).substr(0, 40));
  QCOMPARE(picture.format, s("PNG"));
  QVERIFY(picture.image.isNull());
  QVERIFY(picture.error.startsWith(s("The picture is broken")));
}

void TestPicture::scalesDownWhatIsTooLarge() {
  const Picture picture = decodePicture(encoded("PNG", {9'000, 90}));
  QCOMPARE(picture.size, QSize(9'000, 90));
  QVERIFY(picture.image.width() <= 8'192 && picture.image.width() > 8'000);
}

void TestPicture::showsFormatAndSize() {
  PictureView view;
  QSignalSpy decoded(&view, &PictureView::decoded);
  view.setValue(std::make_shared<const Value>(Value::blob(encoded("PNG", {64, 32}))));
  QVERIFY(decoded.wait(test::kPatience));
  QCOMPARE(view.description(), QString::fromUtf8("PNG · 64 × 32"));
  view.setValue(std::make_shared<const Value>(Value::blob("no picture")));
  view.clear();
  QCOMPARE(view.description(), QString());
}

JOINERY_TEST(TestPicture)
#include "tst_picture.moc"
