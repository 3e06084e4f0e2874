// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFloat16>  // Qt Test only declares it; the JSON library asks what it converts from
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "tests/ui/filter/music_database.h"
#include "ui/filter/filter_node.h"
#include "ui/filter/filter_sentence.h"

using namespace joinery;
using namespace joinery::test;
using ui::FilterNode;

/// What of related rows is shown: said by the rows of a filter, and as a document.
class TstFilterPrune : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { m_open = std::make_unique<test::MusicDatabase>(); }
  void cleanupTestCase() { m_open.reset(); }
  void comesBackAsItWasSaid_data();
  void comesBackAsItWasSaid();
  void isNothingThatRowsSayWhereRelatedRowsAreNoOneSet();
  void namesThePathOfAMistake();

 private:
  const Model& artist() const { return m_open->registry().at("Artist"); }
  std::unique_ptr<test::MusicDatabase> m_open;
};

void TstFilterPrune::comesBackAsItWasSaid_data() {
  QTest::addColumn<QString>("filter");
  QTest::addColumn<QString>("prune");
  QTest::addColumn<QString>("sentence");
  const auto row = [](const char* name, const char* filter, const char* prune, const char* sentence) { QTest::newRow(name) << s(filter) << s(prune) << s(sentence); };
  row("restricts", R"({"Album":{"$some":{"Title":"x"}}})", "{}", "Rows of Artist for which some Album has Title = “x”");
  row("restricts and prunes", R"({"Album":{"$some":{"Title":"x"}}})", R"({"Album":{"Title":"x"}})",
      "Rows of Artist for which some Album has Title = “x”; of Album only those with Title = “x” are shown");
  row("prunes only", R"({"Name":"y"})", R"({"Album":{"Title":"x"}})", "Rows of Artist for which Name = “y”; of Album only those with Title = “x” are shown");
  row("prunes others than it restricts to", R"({"Album":{"$some":{"Title":"x"}}})", R"({"Album":{"Title":"z"}})",
      "Rows of Artist for which some Album has Title = “x”; of Album only those with Title = “z” are shown");
  row("counts and prunes", R"({"Album":{"$count":{"$gte":2},"$of":{"Title":"x"}}})", R"({"Album":{"Title":"x"}})",
      "Rows of Artist for which the number of Album with Title = “x” ≥ 2; of Album only those with Title = “x” are shown");
  row("deeper", "{}", R"({"Album.Track":{"Name":"t"}})", "All rows of Artist; of Track only those with Name = “t” are shown");
  row("both deep and not", "{}", R"({"Album":{"Title":"x"},"Album.Track":{"Name":"t"}})",
      "All rows of Artist; of Album only those with Title = “x” are shown; of Track only those with Name = “t” are shown");
  row("off", "{}", R"({"Album":{"$off":{"Title":"x"}}})", "All rows of Artist");
}

void TstFilterPrune::comesBackAsItWasSaid() {
  QFETCH(QString, filter);
  QFETCH(QString, prune);
  QFETCH(QString, sentence);
  auto root = ui::parseFilter(parseJson(filter.toStdString()), m_open->registry(), artist());
  QVERIFY(root);
  const Json pruned = parseJson(prune.toStdString());
  ui::requirePrune(pruned, m_open->registry(), artist());
  QVERIFY(ui::addPrune(*root, pruned, m_open->registry(), artist()));
  QCOMPARE(QString::fromStdString(ui::filterDocument(*root).dump()), filter);
  QCOMPARE(QString::fromStdString(ui::pruneDocument(*root).dump()), prune);
  QCOMPARE(ui::filterSentence(*root, m_open->registry(), artist()), sentence);
}

void TstFilterPrune::isNothingThatRowsSayWhereRelatedRowsAreNoOneSet() {
  const auto add = [this](const char* filter, const char* prune) {
    auto root = ui::parseFilter(parseJson(filter), m_open->registry(), artist());
    const FilterNode before = *root;
    const bool isSaid = ui::addPrune(*root, parseJson(prune), m_open->registry(), artist());
    return isSaid || *root == before ? isSaid : true;
  };
  FilterNode any = FilterNode::group(FilterNode::Match::Any);
  QVERIFY(!ui::addPrune(any, parseJson(R"({"Album":{"Title":"x"}})"), m_open->registry(), artist()));
  // A filter that always holds as an alternative is nothing that rows say.
  QVERIFY(!add("{}", R"({"Album":{"$or":[{}]}})"));
  FilterNode none = FilterNode::group(FilterNode::Match::All, {FilterNode::relation("Album", FilterNode::Quantifier::None, {FilterNode::condition("Title", "$eq", "x")})});
  none.children[0].effect = FilterNode::Effect::Both;
  QCOMPARE(ui::pruneDocument(none).dump(), std::string("{}"));
}

void TstFilterPrune::namesThePathOfAMistake() {
  const auto trouble = [this](const char* prune) {
    try {
      ui::requirePrune(parseJson(prune), m_open->registry(), artist());
      return QString();
    } catch (const DbError& error) {
      return QString::fromStdString(error.message());
    }
  };
  QVERIFY2(trouble(R"({"Album":{"Titel":"x"}})").startsWith(s("prune of Album: filter at /Titel")), qPrintable(trouble(R"({"Album":{"Titel":"x"}})")));
  QVERIFY2(trouble(R"({"Albun":{"Title":"x"}})").contains(s("Albun")), qPrintable(trouble(R"({"Albun":{"Title":"x"}})")));
  QVERIFY(!trouble("[]").isEmpty());
}

JOINERY_TEST(TstFilterPrune)
#include "tst_filter_prune.moc"
