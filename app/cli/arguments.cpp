// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"

#include "orm/core/db_error.h"

namespace joinery::cli {

namespace {

[[noreturn]] void refuse(const QString& command, const QString& what) {
  DbError error(ErrorKind::Argument, what.toStdString());
  error.hint = "See: joinery " + command.toStdString() + " --help";
  throw error;
}

}  // namespace

Arguments::Arguments(const QString& command, const QString& summary, const std::vector<Positional>& positionals,
                     const std::vector<Option>& options, const QStringList& words) {
  m_parser.setApplicationDescription(summary);
  m_parser.addPositionalArgument(command, QString(), command);
  for (const auto& positional : positionals)
    m_parser.addPositionalArgument(positional.name, positional.description,
                                   positional.required ? positional.name : QStringLiteral("[%1]").arg(positional.name));
  m_parser.addOption(QCommandLineOption({QStringLiteral("h"), QStringLiteral("help")}, QStringLiteral("Shows this text.")));
  for (const auto& option : options) {
    const QStringList names = option.name.split(QLatin1Char('|'));
    m_parser.addOption(option.valueName.isEmpty() ? QCommandLineOption(names, option.description)
                                                  : QCommandLineOption(names, option.description, option.valueName));
  }
  if (!m_parser.parse(QStringList{QStringLiteral("joinery"), command} + words)) refuse(command, m_parser.errorText());
  m_words = m_parser.positionalArguments().mid(1);
  if (wantsHelp()) return;
  const auto required = std::count_if(positionals.begin(), positionals.end(), [](const auto& p) { return p.required; });
  if (m_words.size() < required)
    refuse(command, QStringLiteral("%1 is missing").arg(positionals[static_cast<std::size_t>(m_words.size())].name));
  if (m_words.size() > static_cast<qsizetype>(positionals.size()))
    refuse(command, QStringLiteral("'%1' is one word too many").arg(m_words[static_cast<qsizetype>(positionals.size())]));
}

bool Arguments::wantsHelp() const { return m_parser.isSet(QStringLiteral("help")); }

QString Arguments::usage() const {
  // What the parser writes as long as there is no QCoreApplication.
  return m_parser.helpText().replace(QStringLiteral("<executable_name>"), QStringLiteral("joinery"));
}

bool Arguments::has(const QString& option) const { return m_parser.isSet(option); }

std::string Arguments::value(const QString& option, const std::string& fallback) const {
  return m_parser.isSet(option) ? m_parser.value(option).toStdString() : fallback;
}

std::vector<std::string> Arguments::values(const QString& option) const {
  std::vector<std::string> result;
  for (const QString& value : m_parser.values(option)) result.push_back(value.toStdString());
  return result;
}

std::vector<std::string> Arguments::names(const QString& option) const {
  std::vector<std::string> names;
  for (const QString& name : m_parser.value(option).split(QLatin1Char(','), Qt::SkipEmptyParts)) names.push_back(name.trimmed().toStdString());
  return names;
}

std::optional<std::int64_t> Arguments::number(const QString& option) const {
  if (!m_parser.isSet(option)) return std::nullopt;
  bool ok = false;
  const qlonglong number = m_parser.value(option).toLongLong(&ok);
  if (!ok || number < 0)
    throw DbError(ErrorKind::Argument, "--" + option.toStdString() + " takes a whole number, not '" + value(option) + "'");
  return number;
}

Json Arguments::json(const QString& option) const {
  if (!m_parser.isSet(option)) return Json::object();
  try {
    return parseJson(value(option));
  } catch (const DbError& error) {
    throw DbError(ErrorKind::Argument, "--" + option.toStdString() + ": " + error.message());
  }
}

std::string Arguments::word(int index) const {
  return index < m_words.size() ? m_words[index].toStdString() : std::string();
}

}  // namespace joinery::cli
