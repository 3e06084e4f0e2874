// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/query/filter_document.h"
#include "tests/support/test_program.h"
#include "tests/ui/filter/music_database.h"
#include "ui/filter/filter_node.h"
#include "ui/filter/filter_sentence.h"

using namespace joinery;
using ui::FilterNode;

class TstFilterNode : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { m_open = std::make_unique<test::MusicDatabase>(); }
  void cleanupTestCase() { m_open.reset(); }
  void writesWhatItRead_data();
  void writesWhatItRead();
  void meansTheSameInItsOwnWords_data();
  void meansTheSameInItsOwnWords();
  void saysWhenRowsCannotSayIt_data();
  void saysWhenRowsCannotSayIt();
  void skipsGroupsWithoutRows();
  void keepsRowsThatAreOff_data();
  void keepsRowsThatAreOff();
  void anAlternativeThatIsOffDoesNotHold();
  void tellsWhatItMeans_data();
  void tellsWhatItMeans();

 private:
  const Model& artist() const { return m_open->registry().at("Artist"); }
  std::optional<FilterNode> parse(const Json& filter) const { return ui::parseFilter(filter, m_open->registry(), artist()); }
  /// The names of the artists that a filter lets through.
  QString artists(const Json& filter) const {
    const auto condition = compileFilter(filter, m_open->registry(), artist(), "Artist");
    const Dialect& dialect = m_open->database()->dialect();
    const std::string where = condition.isEmpty() ? std::string() : " WHERE " + dialect.withLiterals(dialect.compile(condition));
    return QString::fromStdString(m_open->value("SELECT group_concat(ArtistId) FROM Artist" + where));
  }

  std::unique_ptr<test::MusicDatabase> m_open;
};

void TstFilterNode::writesWhatItRead_data() {
  QTest::addColumn<QString>("text");
  const char* filters[] = {
      R"({})",
      R"({"Name":"AC/DC"})",
      R"({"Name":null})",
      R"({"Name":{"$in":["AC/DC","Accept",null]}})",
      R"({"Name":{"$nin":[]}})",
      R"({"Founded":{"$gte":1970,"$lt":1980}})",
      R"({"Founded":{"$ne":1973}})",
      R"({"Founded":{"$between":[1970,1980]},"Name":{"$contains":"C"}})",
      R"({"Name":{"$like":"A%"}})",
      R"({"Name":{"$ilike":"a%"}})",
      R"({"Name":{"$startswith":"A","$endswith":"C","$regex":"^A"}})",
      R"({"Founded":{"$null":false}})",
      R"({"Since":{"$gt":{"$ago":"P7D"}}})",
      R"({"Since":{"$ago":"P7D"}})",
      R"({"Facts.$.home.city":"Sydney"})",
      R"({"Facts.$.members":{"$gte":5}})",
      R"({"Album":null})",
      R"({"Album":{"$some":{"Title":{"$contains":"x"}}}})",
      R"({"Album":{"$none":{"Price":{"$gt":10}}}})",
      R"({"Album":{"$every":{"Title":{"$startswith":"P"}}}})",
      R"({"Album":{"$count":{"$gte":2}}})",
      R"({"Album":{"$count":{"$gte":1},"$of":{"Track":{"$some":{"Name":"T.N.T."}}}}})",
      R"({"Album":{"$some":{"Track":{"$some":{"Name":"T.N.T."}}},"$none":{"Title":"x"}}})",
      R"({"Album":{"$some":{"Cover":{"$blob":"AAE="}}}})",
      R"({"$or":[{"Name":"AC/DC"},{"Founded":{"$gt":2000}}]})",
      R"({"$or":[{"Name":"AC/DC","Founded":1973},{"Album":null}]})",
      R"({"Name":"x","$and":[{"Founded":1},{"Founded":2}]})",
      R"({"$and":[{"Name":{"$contains":"a"}},{"Name":{"$contains":"b"}}]})",
      R"({"$and":[{"Album":{"$some":{"Title":"a"}}},{"Album":{"$some":{"Title":"b"}}}]})",
      R"({"$not":{"Name":"AC/DC"}})",
      R"({"$not":{"$or":[{"Name":"AC/DC"},{"Name":"Accept"}]}})",
      R"({"$not":{"Name":"AC/DC","Founded":1973}})",
      R"({"$not":{"$or":[{"$or":[{"Name":"AC/DC"},{"Name":"x"}]}]}})",
      R"({"Name":"AC/DC","$off":{"Founded":1973}})",
      R"({"$off":{"Founded":1973,"Name":"x"}})",
      R"({"$off":{"$or":[{"Founded":1973},{"Name":"x"}]}})",
      R"({"$or":[{"Name":"AC/DC"},{"$not":{},"$off":{"Name":"Accept"}}]})",
      R"({"$and":[{"Name":{"$contains":"a"}},{"Name":{"$contains":"b"}}],"$off":{"Founded":1}})",
      R"({"Name":"x","$and":[{"Founded":1},{"$off":{"Founded":2}}]})",
      R"({"Album":{"$some":{"Title":"a","$off":{"Price":1}}}})",
  };
  for (const char* filter : filters) QTest::newRow(filter) << QString::fromUtf8(filter);
}

void TstFilterNode::writesWhatItRead() {
  QFETCH(QString, text);
  const Json filter = parseJson(text.toStdString());
  const auto root = parse(filter);
  QVERIFY(root);
  QCOMPARE(QString::fromStdString(ui::filterDocument(*root).dump()), text);
  QCOMPARE(artists(ui::filterDocument(*root)), artists(filter));
}

void TstFilterNode::meansTheSameInItsOwnWords_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("expected");
  const auto row = [](const char* text, const char* expected) { QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(expected); };
  row(R"({"name":"AC/DC"})", R"({"Name":"AC/DC"})");
  row(R"({"Name":["AC/DC","Accept"]})", R"({"Name":{"$in":["AC/DC","Accept"]}})");
  row(R"({"Name":{"$eq":"AC/DC"}})", R"({"Name":"AC/DC"})");
  row(R"({"Founded":{"$eq":null}})", R"({"Founded":null})");
  row(R"({"Founded":{"$null":true}})", R"({"Founded":null})");
  row(R"({"Founded":{"$ne":null}})", R"({"Founded":{"$null":false}})");
  row(R"({"Founded":{"$eq":1973,"$lt":1980}})", R"({"Founded":{"$eq":1973,"$lt":1980}})");
  row(R"({"Album":{"Title":"Powerage"}})", R"({"Album":{"$some":{"Title":"Powerage"}}})");
  row(R"({"Album":{}})", R"({"Album":{"$some":{}}})");
  row(R"({"Album":[{"Title":"Powerage"},{"Title":"High Voltage"}]})",
      R"({"$and":[{"Album":{"$some":{"Title":"Powerage"}}},{"Album":{"$some":{"Title":"High Voltage"}}}]})");
  row(R"({"Album":{"$none":{}}})", R"({"Album":null})");
  row(R"({"Album":{"$count":2}})", R"({"Album":{"$count":{"$eq":2}}})");
  row(R"({"Album":{"$count":{"$gte":1,"$lt":3}}})", R"({"$and":[{"Album":{"$count":{"$gte":1}}},{"Album":{"$count":{"$lt":3}}}]})");
  row(R"({"$and":[{"Name":"AC/DC"},{"Founded":1973}]})", R"({"Name":"AC/DC","Founded":1973})");
  row(R"({"$and":[]})", R"({})");
}

void TstFilterNode::meansTheSameInItsOwnWords() {
  QFETCH(QString, text);
  QFETCH(QString, expected);
  const Json filter = parseJson(text.toStdString());
  const auto root = parse(filter);
  QVERIFY(root);
  const Json written = ui::filterDocument(*root);
  QCOMPARE(QString::fromStdString(written.dump()), expected);
  QCOMPARE(artists(written), artists(filter));
  const auto again = parse(written);
  QVERIFY(again);
  QCOMPARE(QString::fromStdString(ui::filterDocument(*again).dump()), expected);
}

void TstFilterNode::saysWhenRowsCannotSayIt_data() {
  QTest::addColumn<QString>("text");
  for (const char* text : {R"({"$or":[]})", R"({"$or":[{},{"Name":"x"}]})", R"({"$not":{}})", R"({"Name":{}})", R"({"Album":[]})",
                           R"({"$off":{"Nmae":"x"}})", R"({"$or":[{"$off":{"Name":"x"}}]})", R"({"$off":{"$off":{"Name":"x"}}})"})
    QTest::newRow(text) << QString::fromUtf8(text);
}

void TstFilterNode::saysWhenRowsCannotSayIt() {
  QFETCH(QString, text);
  QVERIFY(!parse(parseJson(text.toStdString())));
}

void TstFilterNode::skipsGroupsWithoutRows() {
  const auto root = FilterNode::group(FilterNode::Match::All, {FilterNode::group(FilterNode::Match::Any), FilterNode::group(FilterNode::Match::None, {FilterNode::group(FilterNode::Match::All)})});
  QCOMPARE(ui::filterDocument(root).dump(), std::string("{}"));
}

void TstFilterNode::keepsRowsThatAreOff_data() {
  QTest::addColumn<int>("match");
  for (const auto match : {FilterNode::Match::All, FilterNode::Match::Any, FilterNode::Match::None}) QTest::addRow("%d", static_cast<int>(match)) << static_cast<int>(match);
}

/// Whatever holds the row, switching it off and on again is as if it had not been there meanwhile.
void TstFilterNode::keepsRowsThatAreOff() {
  QFETCH(int, match);
  const auto row = [](const char* name) { return FilterNode::condition("Name", "$eq", name); };
  const auto with = [&](std::vector<FilterNode> rows) { return FilterNode::group(static_cast<FilterNode::Match>(match), std::move(rows)); };
  auto off = row("Nobody");
  off.isOff = true;
  for (const auto& outer : {with({row("AC/DC"), off}), FilterNode::group(FilterNode::Match::All, {with({row("AC/DC"), off}), FilterNode::condition("ArtistId", "$gt", 0)})}) {
    const Json written = ui::filterDocument(outer);
    auto without = outer;
    auto& holder = without.children.size() == 2 && without.children[0].kind == FilterNode::Kind::Group ? without.children[0] : without;
    holder.children.pop_back();
    QCOMPARE(artists(written), artists(ui::filterDocument(without)));
    QVERIFY(written.dump().find("Nobody") != std::string::npos);
    const auto again = parse(written);
    QVERIFY(again);
    QCOMPARE(ui::filterDocument(*again).dump(), written.dump());
  }
}

void TstFilterNode::anAlternativeThatIsOffDoesNotHold() {
  auto off = FilterNode::condition("Name", "$eq", "Accept");
  off.isOff = true;
  const auto root = FilterNode::group(FilterNode::Match::Any, {FilterNode::condition("Name", "$eq", "AC/DC"), off});
  QCOMPARE(artists(ui::filterDocument(root)), QStringLiteral("1"));
  const auto allOff = FilterNode::group(FilterNode::Match::Any, {off});
  QCOMPARE(artists(ui::filterDocument(allOff)), QStringLiteral("1,2,3"));
}

void TstFilterNode::tellsWhatItMeans_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("sentence");
  const auto row = [](const char* text, const char* sentence) { QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(sentence); };
  row(R"({})", "All rows of Artist");
  row(R"({"Name":{"$contains":"x"}})", "Rows of Artist for which Name contains “x”");
  row(R"({"Founded":{"$between":[1,2]},"Name":null})", "Rows of Artist for which Founded is between 1 and 2 and Name is NULL");
  row(R"({"Album":{"$some":{"Title":"x","Track":null}}})", "Rows of Artist for which some Album has Title = “x” and there is no Track");
  row(R"({"Album":{"$count":{"$gte":2}}})", "Rows of Artist for which the number of Album ≥ 2");
  row(R"({"Name":"a","$or":[{"Founded":1},{"Founded":2}]})", "Rows of Artist for which Name = “a” and (Founded = 1 or Founded = 2)");
  row(R"({"$not":{"Name":"a"},"$off":{"Founded":1}})", "Rows of Artist for which not (Name = “a”)");
}

void TstFilterNode::tellsWhatItMeans() {
  QFETCH(QString, text);
  QFETCH(QString, sentence);
  QCOMPARE(ui::filterSentence(*parse(parseJson(text.toStdString())), m_open->registry(), artist()), sentence);
}

JOINERY_TEST(TstFilterNode)
#include "tst_filter_node.moc"
