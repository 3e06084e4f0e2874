// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/nearest_names.h"
#include "tests/support/test_program.h"

using namespace joinery;
using Names = std::vector<std::string>;

class TestNearestNames : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void findsWhatWasMeant_data() {
    QTest::addColumn<std::string>("wrong");
    QTest::addColumn<Names>("known");
    QTest::addColumn<Names>("expected");
    const Names tables{"Album", "Artist", "Customer", "Employee", "Genre", "Invoice", "InvoiceLine", "MediaType", "Playlist", "Track"};
    QTest::newRow("missing letter") << std::string("Artst") << tables << Names{"Artist"};
    QTest::newRow("letter too many") << std::string("Albumm") << tables << Names{"Album"};
    QTest::newRow("swapped letters") << std::string("Tarck") << tables << Names{"Track"};
    QTest::newRow("letter case") << std::string("gENRE") << tables << Names{"Genre"};
    QTest::newRow("part of a name") << std::string("Media") << tables << Names{"MediaType"};
    QTest::newRow("slips come before parts") << std::string("Invoic") << tables << Names{"Invoice", "InvoiceLine"};
    QTest::newRow("nothing like it") << std::string("xyzzy") << tables << Names{};
    QTest::newRow("short names need one letter in common") << std::string("x") << Names{"y", "z"} << Names{};
    QTest::newRow("beyond ASCII") << std::string("STRASE") << Names{"straße"} << Names{"straße"};
    QTest::newRow("nothing known") << std::string("a") << Names{} << Names{};
    QTest::newRow("nothing asked") << std::string() << tables << Names{};
  }
  void findsWhatWasMeant() {
    QFETCH(std::string, wrong);
    QFETCH(Names, known);
    QFETCH(Names, expected);
    QCOMPARE(nearestNames(wrong, known), expected);
  }

  void givesTheBestFirstAndNoMoreThanAsked() {
    QCOMPARE(nearestNames("column1", {"column22", "column2", "column1x", "Column1"}, 2), (Names{"Column1", "column2"}));
  }

  void survivesNamesOfAnyLength() {
    QCOMPARE(nearestNames(std::string(1'000'000, 'a'), {"a"}), Names{});
    QCOMPARE(nearestNames("a", {std::string(1'000'000, 'a')}), Names{});
  }

  void suggestionNamesTheNearestElseTheFewThatExist() {
    QCOMPARE(suggestion("Albm", {"Album", "Artist"}), std::string("Did you mean Album?"));
    QCOMPARE(suggestion("xyzzy", {"Album", "Artist"}), std::string("There are Album and Artist."));
    QCOMPARE(suggestion("xyzzy", Names(13, "Album")), std::string());
  }
};

JOINERY_TEST(TestNearestNames)
#include "tst_nearest_names.moc"
