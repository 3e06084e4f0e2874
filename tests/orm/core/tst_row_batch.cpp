// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/row_batch.h"
#include "tests/support/test_program.h"

using namespace joinery;

namespace {

const ValueType kInteger = ValueType::of(TypeKind::Integer);
const ValueType kText = ValueType::of(TypeKind::Text);

}  // namespace

class TestRowBatch : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void keepsEveryCellsClassAndBytes() {
    const std::vector<Value> cells{Value(), Value::text("one"), Value::integer(INT64_MIN), Value::blob(std::string("\0\1", 2)), Value::text(""),
                                   Value::boolean(true), Value::unsignedInteger(UINT64_MAX), Value::real(-0.0), Value::text("zwölf")};
    RowBatchBuilder builder({{"mixed", {}}, {"reversed", {}}});
    builder.reserve(cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
      builder.append(0, cells[i]);
      builder.append(1, cells[cells.size() - 1 - i]);
      builder.endRow();
    }
    QCOMPARE(builder.rows(), cells.size());
    const auto batch = builder.build();
    QCOMPARE(batch->rows(), cells.size());
    QCOMPARE(batch->columnCount(), std::size_t(2));
    for (std::size_t i = 0; i < cells.size(); ++i) {
      QVERIFY(batch->at(i, 0) == cells[i].view());
      QVERIFY(batch->at(i, 1) == cells[cells.size() - 1 - i].view());
    }
  }

  void findsColumnsByLabel() {
    RowBatchBuilder builder({{"id", kInteger}, {"Name", kText}, {"id", kText}});
    const auto batch = builder.build();
    QCOMPARE(batch->indexOf("Name"), 1);
    QCOMPARE(batch->indexOf("id"), 0);
    QCOMPARE(batch->indexOf("name"), -1);
    QCOMPARE(batch->column(1).type.kind, TypeKind::Text);
    QCOMPARE(batch->rows(), std::size_t(0));
  }

  void remembersTheWholeSizeOfACutCell() {
    RowBatchBuilder builder({{"big", kText}});
    builder.append(0, ValueView::text("whole"));
    builder.endRow();
    builder.appendPartial(0, ValueView::text("begin"), 5'000'000'000);
    builder.endRow();
    const auto batch = builder.build();
    QVERIFY(!batch->isPartial(0, 0));
    QVERIFY(batch->isPartial(1, 0));
    QCOMPARE(batch->fullSize(1, 0), std::uint64_t(5'000'000'000));
    QCOMPARE(batch->at(1, 0).bytes(), std::string_view("begin"));
  }

  void theBuilderStartsAnewWithTheSameColumns() {
    RowBatchBuilder builder({{"id", kInteger}});
    builder.append(0, ValueView::integer(1));
    builder.endRow();
    const auto first = builder.build();
    QCOMPARE(builder.rows(), std::size_t(0));
    builder.append(0, ValueView::integer(2));
    builder.endRow();
    const auto second = builder.build();
    QCOMPARE(first->at(0, 0).toInteger(), 1);
    QCOMPARE(second->at(0, 0).toInteger(), 2);
    QCOMPARE(second->column(0).label, std::string("id"));
  }

  void retypesWithoutChangingACell() {
    RowBatchBuilder builder(std::vector<ResultColumn>{{"a", {}}});
    builder.append(0, ValueView::text("x"));
    builder.endRow();
    const auto batch = builder.build();
    const auto retyped = RowBatchBuilder::retyped(batch, {{"b", kText}});
    QCOMPARE(retyped->column(0).label, std::string("b"));
    QCOMPARE(retyped->at(0, 0).bytes(), std::string_view("x"));
    QCOMPARE(batch->column(0).label, std::string("a"));
  }

  void countsTheBytesItHolds() {
    RowBatchBuilder builder({{"t", kText}});
    const std::string kilobyte(1024, 'x');
    for (int i = 0; i < 100; ++i) {
      builder.append(0, ValueView::text(kilobyte));
      builder.endRow();
    }
    const std::size_t usage = builder.build()->memoryUsage();
    QVERIFY(usage >= 100 * 1024);
    QVERIFY(usage < 300 * 1024);
  }
};

JOINERY_TEST(TestRowBatch)
#include "tst_row_batch.moc"
