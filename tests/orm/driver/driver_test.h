// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest/QTest>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "orm/core/db_error.h"
#include "orm/driver/driver.h"

/// Short ways to run statements in the tests of drivers.
namespace driver_test {

inline std::shared_ptr<const joinery::RowBatch> rows(joinery::Connection& connection, std::string_view sql,
                                                     const std::vector<joinery::Value>& binds = {}) {
  return joinery::fetchAll(*connection.execute(sql, binds));
}

/// @return the rows that it changed
inline std::int64_t run(joinery::Connection& connection, std::string_view sql, const std::vector<joinery::Value>& binds = {}) {
  const auto cursor = connection.execute(sql, binds);
  joinery::fetchAll(*cursor);
  return cursor->affectedRows();
}

inline joinery::Value cell(joinery::Connection& connection, std::string_view sql, const std::vector<joinery::Value>& binds = {}) {
  return joinery::Value(rows(connection, sql, binds)->at(0, 0));
}

/// The error that the call ends with; none where it does not fail.
template <typename Call>
std::optional<joinery::DbError> errorOf(Call call) {
  try {
    call();
  } catch (const joinery::DbError& error) {
    return error;
  }
  return std::nullopt;
}

inline QByteArray text(std::string_view bytes) { return QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size())); }

/// Cancels over and over until the call has ended, for a statement that may not have begun yet.
template <typename Call>
std::optional<joinery::DbError> errorWhenCancelled(joinery::Connection& connection, Call call) {
  std::future<std::optional<joinery::DbError>> result = std::async(std::launch::async, [&] { return errorOf(call); });
  while (result.wait_for(std::chrono::milliseconds(5)) != std::future_status::ready) connection.cancel();
  return result.get();
}

}  // namespace driver_test

/// Fails the test unless the call ends with a DbError of that kind.
#define COMPARE_ERROR_KIND(error, expected)                                                             \
  do {                                                                                                  \
    const std::optional<joinery::DbError> thrown = (error);                                             \
    QVERIFY2(thrown.has_value(), "no error was thrown");                                                \
    QVERIFY2(thrown->kind() == (expected),                                                              \
             qPrintable(QString::fromUtf8(joinery::errorKindName(thrown->kind())) + QStringLiteral(": ") + \
                        QString::fromStdString(thrown->message())));                                    \
  } while (false)
