// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>

#include "orm/engine/forwarding_connection.h"
#include "tests/support/test_program.h"

using namespace joinery;

namespace {

using Names = std::vector<std::string>;

/// Notes what is asked of it.
class NotedConnection final : public Connection {
 public:
  std::unique_ptr<Cursor> execute(std::string_view, std::span<const Value>) override { return note("execute"), nullptr; }
  bool readRow(std::string_view, std::span<const Value>, const TakeRow&) override { return note("readRow"), true; }
  void executeEach(std::string_view, BindSets&) override { note("executeEach"); }
  std::int64_t copyIn(std::string_view, BindSets&) override { return note("copyIn"), 1; }
  std::int64_t copyInText(std::string_view, const NextText&) override { return note("copyInText"), 2; }
  std::int64_t copyOut(std::string_view, const TakeLine&) override { return note("copyOut"), 3; }
  std::optional<std::int64_t> lastRowId() const override { return note("lastRowId"), 4; }
  void limitValues(std::size_t) override { note("limitValues"); }
  void keepChanges(std::size_t) override { note("keepChanges"); }
  void giveWay(std::optional<std::chrono::milliseconds>) override { note("giveWay"); }
  std::unique_ptr<StoredValue> openValue(const QualifiedName&, const std::string&, std::int64_t) override { return note("openValue"), nullptr; }
  std::vector<std::string> splitStatements(std::string_view script) const override { return note("splitStatements"), Names{std::string(script)}; }
  TransactionState transactionState() const override { return note("transactionState"), TransactionState::Failed; }
  bool isAlive() override { return note("isAlive"), true; }
  void cancel() override { note("cancel"); }
  void copyTo(const std::string&, const Copied&) override { note("copyTo"); }
  std::string serverVersion() const override { return note("serverVersion"), "Noted 1"; }
  bool isReadOnly() const override { return note("isReadOnly"), true; }
  std::vector<std::string> takeWarnings() override { return note("takeWarnings"), Names{"beware"}; }

  Names noted() const { return m_noted; }

 private:
  void note(const char* name) const { m_noted.emplace_back(name); }
  mutable Names m_noted;
};

class NoSets final : public BindSets {
 public:
  std::size_t size() const override { return 0; }
  std::span<const ValueView> values(std::size_t) override { return {}; }
  void done(std::size_t, std::int64_t, std::span<const ValueView>) override {}
};

/// What Connection's header declares as virtual, its destructor aside.
Names virtualFunctions() {
  QFile header(QStringLiteral(JOINERY_SOURCE_DIR "/orm/driver/connection.h"));
  if (!header.open(QIODevice::ReadOnly)) return {};
  const QString text = QString::fromUtf8(header.readAll());
  static const QRegularExpression kVirtual(QStringLiteral("^  virtual [^~(]*?(\\w+)\\("), QRegularExpression::MultilineOption);
  Names names;
  for (const auto& match : kVirtual.globalMatch(text)) names.push_back(match.captured(1).toStdString());
  return names;
}

}  // namespace

class TestForwardingConnection : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void handsOnWhateverAConnectionCanDo();
};

void TestForwardingConnection::handsOnWhateverAConnectionCanDo() {
  NotedConnection inner;
  ForwardingConnection connection(inner);
  NoSets sets;
  connection.execute("");
  QVERIFY(connection.readRow("", {}, {}));
  connection.executeEach("", sets);
  QCOMPARE(connection.copyIn("", sets), std::int64_t{1});
  QCOMPARE(connection.copyInText("", {}), std::int64_t{2});
  QCOMPARE(connection.copyOut("", {}), std::int64_t{3});
  QCOMPARE(connection.lastRowId().value_or(0), std::int64_t{4});
  connection.limitValues(1);
  connection.keepChanges(1);
  connection.giveWay({});
  connection.openValue({}, {}, 1);
  QCOMPARE(connection.splitStatements("a"), Names{"a"});
  QVERIFY(connection.transactionState() == Connection::TransactionState::Failed);
  QVERIFY(connection.isAlive());
  connection.cancel();
  connection.copyTo("", {});
  QCOMPARE(connection.serverVersion(), std::string("Noted 1"));
  QVERIFY(connection.isReadOnly());
  QCOMPARE(connection.takeWarnings(), Names{"beware"});
  Names noted = inner.noted(), all = virtualFunctions();
  std::ranges::sort(noted);
  std::ranges::sort(all);
  QVERIFY(!all.empty());
  QCOMPARE(noted, all);
}

JOINERY_TEST(TestForwardingConnection)
#include "tst_forwarding_connection.moc"
