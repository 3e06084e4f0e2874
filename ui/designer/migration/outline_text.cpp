// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/migration/outline_text.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr std::size_t kMostLosses = 6;
constexpr qsizetype kLongestSql = 400'000;

QString outlineWords(const char* text) { return QCoreApplication::translate("joinery::ui::MigrationOutline", text); }

QString revisionOrBase(const std::string& id) { return id.empty() ? outlineWords("the beginning") : toQString(id); }

}  // namespace

QString outlineTitle(const migration::OutlinedRevision& revision) {
  const QString name = revision.message.empty() ? toQString(revision.id) : outlineWords("%1: %2").arg(toQString(revision.id), toQString(revision.message).simplified());
  return revision.direction == migration::RevisionChain::Direction::Down ? outlineWords("Undo %1").arg(name) : name;
}

QString outlineSummary(const migration::MigrationOutline& outline) {
  if (outline.revisions.empty()) return outlineWords("The database is at %1 already: there is nothing to do.").arg(revisionOrBase(outline.to));
  QStringList lines{outlineWords("From %1 to %2: revisions %3.").arg(revisionOrBase(outline.from.id), revisionOrBase(outline.to)).arg(outline.revisions.size())};
  const std::size_t losses = outline.losses().size();
  if (outline.isDestructive()) lines << outlineWords("Data is lost: see what is marked. A SQLite file is copied beside itself before.");
  else if (losses > 0) lines << outlineWords("Some of it can't be undone: see what is marked.");
  else lines << outlineWords("Nothing is lost.");
  if (outline.from.interrupted) lines << outlineWords("An earlier run was interrupted in %1; it is taken up where it ended.").arg(toQString(outline.from.interrupted->id));
  for (const auto& each : outline.revisions)
    if (each.whyStepByStep) lines << outlineWords("%1 goes step by step and is not all or nothing: %2").arg(toQString(each.id), toQString(*each.whyStepByStep));
  return lines.join(QLatin1Char('\n'));
}

QString outlineSql(const migration::MigrationOutline& outline) {
  QString sql;
  for (const auto& each : outline.revisions) {
    if (sql.size() > kLongestSql) return sql + outlineWords("-- and more: save it as a script to see all of it\n");
    sql += QStringLiteral("-- ") + outlineTitle(each) + QLatin1Char('\n');
    if (each.whyUnknown) sql += QStringLiteral("-- ") + toQString(*each.whyUnknown).simplified() + QLatin1Char('\n');
    for (const auto& step : each.steps) sql += toQString(step.sql) + QStringLiteral(";\n");
    sql += QLatin1Char('\n');
  }
  return sql;
}

QString outlineLosses(const migration::MigrationOutline& outline) {
  const std::vector<std::string> losses = outline.losses();
  QStringList texts;
  for (std::size_t i = 0; i < std::min(losses.size(), kMostLosses); ++i) texts << toQString(losses[i]);
  QString text = texts.join(QStringLiteral("; "));
  if (losses.size() > kMostLosses) text += outlineWords("; and %1 more").arg(losses.size() - kMostLosses);
  return text + QLatin1Char('.');
}

}  // namespace joinery::ui
