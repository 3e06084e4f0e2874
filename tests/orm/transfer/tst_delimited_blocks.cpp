// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryFile>
#include <QTest>

#include <random>

#include "orm/transfer/delimited_blocks.h"
#include "orm/transfer/delimited_source.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace std::string_literals;

namespace {

std::string spelledCells(const SourceRow& row) {
  std::string spelled = std::to_string(row.line) + ":";
  for (const SourceCell& cell : row.cells) spelled += (cell.kind == SourceCell::Kind::Quoted ? "<\"" : "<") + cell.text + ">";
  return spelled + row.mistake + "\n";
}

std::string rowsIn(InputFile& in, const std::vector<std::string>& columns) {
  std::string rows;
  DelimitedSource(in, DelimitedOptions{}, columns).read([&](SourceRow& row) {
    rows += spelledCells(row);
    return true;
  });
  return rows;
}

std::string rowsOfBlocks(const std::string& text, std::size_t blockBytes, const std::vector<std::string>& columns) {
  InputFile in(text, 1);
  DelimitedBlocks blocks(in, DelimitedOptions{}, columns.size() == 1 ? DelimitedBlocks::Columns::One : DelimitedBlocks::Columns::Several, blockBytes);
  std::string rows, bytes;
  DelimitedBlock block;
  while (blocks.read(block)) {
    InputFile part(block.bytes(), block.line());
    rows += rowsIn(part, columns);
    bytes += block.bytes();
  }
  return bytes == text ? rows : "not all bytes came";
}

bool isPlain(const std::string& text, DelimitedBlocks::Columns columns) {
  InputFile in(text, 1);
  DelimitedBlocks blocks(in, DelimitedOptions{}, columns);
  DelimitedBlock block;
  return blocks.read(block) && block.isPlain();
}

}  // namespace

/// Files of CSV that are cut between rows.
class DelimitedBlocksTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void rowsAreTheSameHoweverTheFileIsCut() {
    std::mt19937 random(5);
    const std::vector<std::string> one{"a"}, two{"a", "b"};
    for (int run = 0; run < 2'000; ++run) {
      std::string text;
      for (std::size_t length = random() % 40; length > 0; --length) text += "ab,,\"\"\"\r\n\n\\."[random() % 12];
      for (const auto& columns : {one, two}) {
        InputFile whole(text, 1);
        const std::string rows = rowsIn(whole, columns);
        for (const std::size_t bytes : {1, 2, 5, 100}) QCOMPARE(rowsOfBlocks(text, bytes, columns), rows);
      }
    }
  }

  void aPieceIsPlainWhereOthersReadItSo_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<bool>("plain");
    QTest::newRow("LF") << "1,x\n2,\n"s << true;
    QTest::newRow("CR LF, no end") << "1,x\r\n2,y"s << true;
    QTest::newRow("CR") << "1,x\r2,y\r"s << true;
    QTest::newRow("quotes") << "\"1\",\"a \"\"b\"\",\nc\"\n2,\"\"\n"s << true;
    QTest::newRow("other ends of lines in quotes") << "1,\"a\r\nb\rc\"\n2,y\n"s << true;
    QTest::newRow("ends of lines differ") << "1,x\n2,y\r\n"s << false;
    QTest::newRow("CR in LF") << "1,x\ry\n"s << false;
    QTest::newRow("a quote in a cell") << "1,5\" pipe\n"s << false;
    QTest::newRow("text after quotes") << "1,\"x\"y\n"s << false;
    QTest::newRow("quotes without end") << "1,\"x\n"s << false;
    QTest::newRow("a blank line") << "1,x\n\n2,y\n"s << false;
    QTest::newRow("a blank line first") << "\n1,x\n"s << false;
    QTest::newRow("what ends a COPY") << "1,x\n\\.\n"s << false;
    QTest::newRow("what ends a COPY, at the end") << "1,x\n\\."s << false;
    QTest::newRow("the same in a cell") << "1,\\.\n\"\\.\",2\n"s << true;
  }

  void aPieceIsPlainWhereOthersReadItSo() {
    QFETCH(std::string, text);
    QFETCH(bool, plain);
    QCOMPARE(isPlain(text, DelimitedBlocks::Columns::Several), plain);
  }

  void aPieceIsBareWithoutQuotesAndBackslashes() {
    for (const auto& [text, isBare] : {std::pair{"1,x\n2,\n"s, true}, std::pair{"1,x\n2,\"\"\n"s, false}, std::pair{"1,\\N\n"s, false}}) {
      InputFile in(text, 1);
      DelimitedBlocks blocks(in, DelimitedOptions{}, DelimitedBlocks::Columns::Several);
      DelimitedBlock block;
      QVERIFY(blocks.read(block));
      QCOMPARE(block.isBare(), isBare);
    }
  }

  void aBlankLineIsARowOfOneColumn() { QVERIFY(isPlain("1\n\n2\n", DelimitedBlocks::Columns::One)); }

  /// As it comes from a pipe, in parts.
  void aFileIsReadToItsEnd() {
    QTemporaryFile file;
    QVERIFY(file.open());
    std::string text;
    for (int i = 0; i < 50'000; ++i) text += std::to_string(i) + ",\"x\r\ny\"\r\n";
    QCOMPARE(file.write(text.data(), static_cast<qint64>(text.size())), static_cast<qint64>(text.size()));
    file.close();
    InputFile in(file.fileName().toStdString());
    QVERIFY(!in.ahead().empty());
    in.skip(text.find('1'));
    DelimitedBlocks blocks(in, DelimitedOptions{}, DelimitedBlocks::Columns::Several, 100'000);
    DelimitedBlock block;
    std::string read = text.substr(0, text.find('1'));
    std::int64_t line = 3;
    while (blocks.read(block)) {
      QCOMPARE(block.line(), line);
      QVERIFY(block.isPlain() && block.bytes().size() <= 100'001);
      line += std::ranges::count(block.bytes(), '\n');
      read += block.bytes();
    }
    QVERIFY(read == text);
    QCOMPARE(in.position(), in.size());
  }
};

JOINERY_TEST(DelimitedBlocksTest)
#include "tst_delimited_blocks.moc"
