// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/outline_text.h"

namespace joinery::cli {

namespace {

using Direction = migration::RevisionChain::Direction;

std::string revisionText(const migration::OutlinedRevision& revision) {
  const std::string verb = revision.partsDone > 0 ? "Go on with " : revision.direction == Direction::Up ? "Carry out " : "Undo ";
  std::string text = plainLine(verb + migration::revisionName(revision.id, revision.message)) + "\n";
  for (const auto& each : revision.operations) text += "  " + operationLine(each) + "\n";
  if (revision.whyUnknown) text += plainLine("    its statements are not known before it is its turn: " + *revision.whyUnknown) + "\n";
  if (revision.whyStepByStep) text += plainLine("    step by step, not all or nothing: " + *revision.whyStepByStep) + "\n";
  return text;
}

}  // namespace

std::string plainLine(std::string text) {
  for (char& each : text)
    if (static_cast<unsigned char>(each) < 0x20 || each == 0x7f) each = ' ';
  return text;
}

std::string revisionWord(const std::string& id) { return id.empty() ? "base" : id; }

std::string operationLine(const migration::OutlinedOperation& operation) {
  return plainLine((operation.isDestructive ? "! " : "  ") + operation.description + (operation.whyIrreversible ? " (no way back: " + *operation.whyIrreversible + ")" : std::string()));
}

std::string outlineText(const migration::MigrationOutline& outline) {
  std::string text = plainLine("From " + revisionWord(outline.from.id) + " to " + revisionWord(outline.to)) + "\n";
  for (const auto& each : outline.revisions) text += revisionText(each);
  return text;
}

}  // namespace joinery::cli
