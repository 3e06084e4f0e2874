// SPDX-License-Identifier: GPL-3.0-or-later
#include <QMimeData>
#include <QTest>

#include "orm/core/json.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/grid/clipboard_format.h"

using namespace joinery;
using namespace joinery::test;
using namespace joinery::ui;

namespace {

CellBlock block(std::vector<std::vector<Value>> rows) {
  CellBlock made;
  for (std::size_t i = 0; i < rows.front().size(); ++i) {
    made.headers << s("c%1").arg(static_cast<int>(i));
    made.types.emplace_back();
  }
  made.rows = std::move(rows);
  return made;
}

}  // namespace

class TstClipboardFormat : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void writesTsv_data();
  void writesTsv();
  void readsBackWhatItWrote_data() { writesTsv_data(); }
  void readsBackWhatItWrote();
  void readsTsvOfOthers_data();
  void readsTsvOfOthers();
  void putsTheNamesAbove();
  void escapesHtml();
  void writesJsonWithItsTypes();
  void writesMarkdown();
};

void TstClipboardFormat::writesTsv_data() {
  QTest::addColumn<QString>("cell");
  QTest::addColumn<QString>("tsv");
  QTest::newRow("plain") << s("a b") << s("a b");
  QTest::newRow("empty") << s("") << s("");
  QTest::newRow("tab") << s("a\tb") << s("\"a\tb\"");
  QTest::newRow("line") << s("a\nb") << s("\"a\nb\"");
  QTest::newRow("carriage return") << s("a\r\nb") << s("\"a\r\nb\"");
  QTest::newRow("quotes") << s("say \"a\"") << s("\"say \"\"a\"\"\"");
  QTest::newRow("one quote") << s("\"") << s("\"\"\"\"");
  QTest::newRow("comma") << s("a,b;c") << s("a,b;c");
  QTest::newRow("letters") << s("ä日😀") << s("ä日😀");
}

void TstClipboardFormat::writesTsv() {
  QFETCH(QString, cell);
  const auto text = Value::text(cell.toStdString());
  QTEST(toTsv(block({{text}}), false), "tsv");
  QFETCH(QString, tsv);
  QCOMPARE(toTsv(block({{text, Value()}, {Value::integer(1), text}}), false), tsv + s("\t\n1\t") + tsv);
}

void TstClipboardFormat::readsBackWhatItWrote() {
  QFETCH(QString, cell);
  const auto text = Value::text(cell.toStdString());
  const auto rows = fromTsv(toTsv(block({{text, Value::integer(1)}, {Value::integer(2), text}}), false));
  QCOMPARE(rows.size(), std::size_t{2});
  QCOMPARE(rows[0], (QStringList{cell, s("1")}));
  QCOMPARE(rows[1], (QStringList{s("2"), cell}));
}

void TstClipboardFormat::readsTsvOfOthers_data() {
  QTest::addColumn<QString>("tsv");
  QTest::addColumn<QList<QStringList>>("rows");
  QTest::newRow("nothing") << s("") << QList<QStringList>{};
  QTest::newRow("a last line end") << s("a\tb\n") << QList<QStringList>{{s("a"), s("b")}};
  QTest::newRow("line ends of Windows") << s("a\tb\r\nc\td\r\n") << QList<QStringList>{{s("a"), s("b")}, {s("c"), s("d")}};
  QTest::newRow("empty cells") << s("\t\na\t") << QList<QStringList>{{s(""), s("")}, {s("a"), s("")}};
  QTest::newRow("a quoted empty cell") << s("\"\"") << QList<QStringList>{{s("")}};
  QTest::newRow("a quote within") << s("5\" disk") << QList<QStringList>{{s("5\" disk")}};
  QTest::newRow("a quote that is never closed") << s("\"a\tb") << QList<QStringList>{{s("a\tb")}};
}

void TstClipboardFormat::readsTsvOfOthers() {
  QFETCH(QString, tsv);
  const auto found = fromTsv(tsv);
  QTEST(QList<QStringList>(found.begin(), found.end()), "rows");
}

void TstClipboardFormat::putsTheNamesAbove() {
  const auto cells = block({{Value::integer(1), Value()}});
  QCOMPARE(toTsv(cells, true), s("c0\tc1\n1\t"));
  auto named = cells;
  named.headers[1] = s("a\tb");
  QCOMPARE(fromTsv(toTsv(named, true)).front(), (QStringList{s("c0"), s("a\tb")}));
}

void TstClipboardFormat::escapesHtml() {
  const std::unique_ptr<QMimeData> data(clipboardData(block({{Value::text("<b>&\"</b>"), Value()}}), true));
  QVERIFY(data->html().contains(s("<td>&lt;b&gt;&amp;&quot;&lt;/b&gt;</td><td></td>")));
  QVERIFY(data->html().contains(s("<th>c0</th>")));
  QCOMPARE(data->text(), s("c0\tc1\n\"<b>&\"\"</b>\"\t"));
}

void TstClipboardFormat::writesJsonWithItsTypes() {
  const auto text = toJsonText(block({{Value::integer(1), Value::text("x"), Value(), Value::text("")}}));
  QCOMPARE(QString::fromStdString(parseJson(text.toStdString()).dump()), s(R"([{"c0":1,"c1":"x","c2":null,"c3":""}])"));
}

void TstClipboardFormat::writesMarkdown() {
  QCOMPARE(toMarkdown(block({{Value::text("a|b"), Value()}, {Value::text("c\nd"), Value::text("")}})), s("| c0 | c1 |\n| --- | --- |\n| a\\|b | NULL |\n| c d |  |"));
}

JOINERY_TEST(TstClipboardFormat)
#include "tst_clipboard_format.moc"
