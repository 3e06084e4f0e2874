// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/transfer/format_detection.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace std::string_literals;

/// How a file is written, by its name and its beginning.
class FormatDetectionTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void tellsTheFormat_data() {
    QTest::addColumn<std::string>("path");
    QTest::addColumn<std::string>("head");
    QTest::addColumn<std::string>("format");
    QTest::addColumn<char>("delimiter");
    QTest::newRow("by its name") << "a.jsonl"s << "[1]"s << "jsonl"s << ',';
    QTest::newRow("TSV") << "a.tab"s << "a,b"s << "tsv"s << '\t';
    QTest::newRow("an array") << "a"s << "\n [{}]"s << "json"s << ',';
    QTest::newRow("objects") << "a.txt"s << "\xEF\xBB\xBF{}\n"s << "jsonl"s << ',';
    QTest::newRow("commas") << "a.txt"s << "a,b\n1,2\n"s << "csv"s << ',';
    QTest::newRow("semicolons with commas in numbers") << "a.csv"s << "a;b;c\n1,5;2,5;3\n4;5;6,0\n"s << "csv"s << ';';
    QTest::newRow("tabs") << "a.csv"s << "a\tb\r\n1\t2\r\n"s << "csv"s << '\t';
    QTest::newRow("bars") << "a.csv"s << "a|b\n1|2"s << "csv"s << '|';
    QTest::newRow("delimiters in quotes") << "a.csv"s << "a;b\n\"x,y,z\";1\n\"x,y\n,z\";2\n"s << "csv"s << ';';
    QTest::newRow("a short row") << "a.csv"s << "a;b;c\n1;2;3\n4;5\n6;7;8\n"s << "csv"s << ';';
    QTest::newRow("one column") << "a.csv"s << "name\nx; y\nz\n"s << "csv"s << ',';
    QTest::newRow("one line") << "a.csv"s << "a;b"s << "csv"s << ';';
    QTest::newRow("nothing") << "a.csv"s << ""s << "csv"s << ',';
  }

  void tellsTheFormat() {
    QFETCH(std::string, path);
    QFETCH(std::string, head);
    QFETCH(std::string, format);
    QFETCH(char, delimiter);
    const DetectedFormat found = detectFormat(path, head);
    QCOMPARE(transferFormatName(found.format), format);
    QCOMPARE(found.delimited.delimiter, delimiter);
  }
};

JOINERY_TEST(FormatDetectionTest)
#include "tst_format_detection.moc"
