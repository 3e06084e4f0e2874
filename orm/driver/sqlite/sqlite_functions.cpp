// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/sqlite/sqlite_functions.h"

#include <QHash>
#include <QRegularExpression>
#include <QString>

#include "orm/driver/sqlite/sqlite_error.h"

namespace joinery {
namespace {

/// Compiled patterns of one connection. Its thread only.
class PatternCache {
 public:
  const QRegularExpression& pattern(const QString& text) {
    constexpr qsizetype kCapacity = 64;
    if (const auto found = m_patterns.constFind(text); found != m_patterns.constEnd()) return *found;
    if (m_patterns.size() >= kCapacity) m_patterns.clear();
    QRegularExpression pattern(text, QRegularExpression::UseUnicodePropertiesOption);
    pattern.optimize();
    return *m_patterns.insert(text, pattern);
  }

 private:
  QHash<QString, QRegularExpression> m_patterns;
};

QString textOf(sqlite3_value* value) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return QString::fromUtf8(text, sqlite3_value_bytes(value));
}

/// regexp(pattern, text): NULL where either is NULL, as the other operators have it.
void regexp(sqlite3_context* context, int, sqlite3_value** arguments) {
  if (sqlite3_value_type(arguments[0]) == SQLITE_NULL || sqlite3_value_type(arguments[1]) == SQLITE_NULL) return;
  auto* cache = static_cast<PatternCache*>(sqlite3_user_data(context));
  const QRegularExpression& pattern = cache->pattern(textOf(arguments[0]));
  if (!pattern.isValid()) {
    const QByteArray message = "the regular expression is wrong: " + pattern.errorString().toUtf8();
    return sqlite3_result_error(context, message.constData(), static_cast<int>(message.size()));
  }
  sqlite3_result_int(context, pattern.match(textOf(arguments[1])).hasMatch() ? 1 : 0);
}

/// joinery_judge_foreign_keys(): NULL, or what COMMIT would say.
void judgeForeignKeys(sqlite3_context* context, int, sqlite3_value**) {
  int broken = 0;
  int highest = 0;
  if (sqlite3_db_status(sqlite3_context_db_handle(context), SQLITE_DBSTATUS_DEFERRED_FKS, &broken, &highest, 0) != SQLITE_OK || broken == 0) return;
  sqlite3_result_error(context, "FOREIGN KEY constraint failed", -1);
  sqlite3_result_error_code(context, SQLITE_CONSTRAINT_FOREIGNKEY);
}

}  // namespace

void registerSqliteFunctions(sqlite3* database) {
  constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  const auto destroy = [](void* cache) { delete static_cast<PatternCache*>(cache); };
  checkSqlite(database, sqlite3_create_function_v2(database, "regexp", 2, kFlags, new PatternCache, &regexp, nullptr, nullptr, destroy));
  checkSqlite(database, sqlite3_create_function_v2(database, "joinery_judge_foreign_keys", 0, SQLITE_UTF8 | SQLITE_DIRECTONLY, nullptr, &judgeForeignKeys, nullptr, nullptr, nullptr));
}

}  // namespace joinery
