// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCommandLineParser>
#include <QString>
#include <QStringList>
#include <optional>
#include <string>
#include <vector>

#include "orm/core/json.h"

namespace joinery::cli {

/// The words after a command's name, checked against what it takes.
class Arguments {
 public:
  struct Positional { QString name; QString description; bool required = true; };
  struct Option { QString name; QString valueName; QString description; };  ///< an empty value name: a flag

  /// @param command "rows": for the usage text
  /// @throws DbError Argument for an unknown option, a missing value, too few or too many words
  Arguments(const QString& command, const QString& summary, const std::vector<Positional>& positionals,
            const std::vector<Option>& options, const QStringList& words);

  /// `--help` was among them; usage() is what to print.
  bool wantsHelp() const;
  QString usage() const;
  bool has(const QString& option) const;
  /// The option's last value, else `fallback`.
  std::string value(const QString& option, const std::string& fallback = {}) const;
  std::vector<std::string> values(const QString& option) const;
  /// The option's value as a list: a,b.
  std::vector<std::string> names(const QString& option) const;
  /// @throws DbError Argument when it is no whole number >= 0
  std::optional<std::int64_t> number(const QString& option) const;
  /// @throws DbError Argument with the place of the mistake
  Json json(const QString& option) const;
  /// The positional word at that place; empty where it was left out.
  std::string word(int index) const;

 private:
  QCommandLineParser m_parser;
  QStringList m_words;
};

}  // namespace joinery::cli
