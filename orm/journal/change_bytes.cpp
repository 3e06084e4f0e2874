// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/journal/change_bytes.h"

#include "orm/core/db_error.h"
#include "orm/core/value_bytes.h"

namespace joinery {

namespace {

using Cells = std::vector<std::pair<std::string, Value>>;

/// Reads as many as are said to be there, without believing it before they are.
template <typename Read>
auto readList(QDataStream& in, Read read) {
  std::vector<decltype(read(in))> list;
  for (std::size_t left = readCount(in); left > 0; --left) list.push_back(read(in));
  return list;
}

/// How an operand begins. The first two are what older journals have.
enum class OperandMark : quint8 { Value, Reference, Default };

void writeOperand(QDataStream& out, const Operand& operand) {
  if (operand.isComputed()) throw DbError(ErrorKind::InvalidRequest, "a value that a statement computes can't be kept in a journal");
  const OperandMark mark = operand.isDefault() ? OperandMark::Default : operand.isReference() ? OperandMark::Reference : OperandMark::Value;
  out << static_cast<quint8>(mark);
  if (mark == OperandMark::Default) return;
  if (mark == OperandMark::Value) return writeValue(out, operand.value());
  writeText(out, operand.reference().ref);
  writeText(out, operand.reference().attribute);
}

Operand readOperand(QDataStream& in) {
  quint8 mark = 0;
  in >> mark;
  requireSound(in);
  if (mark > static_cast<quint8>(OperandMark::Default)) refuseBytes("a value of no known kind");
  if (mark == static_cast<quint8>(OperandMark::Default)) return Operand::Default{};
  if (mark == static_cast<quint8>(OperandMark::Value)) return readValue(in);
  Operand::Reference reference;
  reference.ref = readText(in);
  reference.attribute = readText(in);
  return reference;
}

Operand readKeyPart(QDataStream& in) {
  Operand part = readOperand(in);
  if (part.isDefault()) refuseBytes("a key that is a default");
  return part;
}

void writeKey(QDataStream& out, const Key& key) {
  writeCount(out, key.size());
  for (const Operand& part : key) writeOperand(out, part);
}

void writeCells(QDataStream& out, const Cells& cells) {
  writeCount(out, cells.size());
  for (const auto& [name, value] : cells) {
    writeText(out, name);
    writeValue(out, value);
  }
}

Cells readCells(QDataStream& in) {
  return readList(in, [](QDataStream& from) {
    std::string name = readText(from);
    return std::pair(std::move(name), readValue(from));
  });
}

void writeValues(QDataStream& out, const Change::Values& values) {
  writeCount(out, values.size());
  for (const auto& [name, operand] : values) {
    writeText(out, name);
    writeOperand(out, operand);
  }
}

}  // namespace

void writeChange(QDataStream& out, const Change& change) {
  out << static_cast<quint64>(change.id) << static_cast<quint64>(change.cause) << static_cast<quint8>(change.kind);
  writeText(out, change.model);
  writeKey(out, change.key);
  writeText(out, change.ref);
  writeValues(out, change.values);
  out << change.before.has_value();
  if (change.before) writeCells(out, *change.before);
  writeCells(out, change.match);
  writeText(out, change.relationship);
  writeKey(out, change.to);
}

Change readChange(QDataStream& in) {
  Change change;
  quint64 id = 0, cause = 0;
  quint8 kind = 0;
  bool hasImage = false;
  in >> id >> cause >> kind;
  requireSound(in);
  if (kind > static_cast<quint8>(Change::Kind::Unlink)) refuseBytes("a change of no known kind");
  change.id = id;
  change.cause = cause;
  change.kind = static_cast<Change::Kind>(kind);
  change.model = readText(in);
  change.key = readList(in, readKeyPart);
  change.ref = readText(in);
  change.values = readList(in, [](QDataStream& from) {
    std::string name = readText(from);
    return std::pair(std::move(name), readOperand(from));
  });
  in >> hasImage;
  requireSound(in);
  if (hasImage) change.before = readCells(in);
  change.match = readCells(in);
  change.relationship = readText(in);
  change.to = readList(in, readKeyPart);
  return change;
}

void writeChanges(QDataStream& out, const std::vector<Change>& changes) {
  writeCount(out, changes.size());
  for (const Change& change : changes) writeChange(out, change);
}

std::vector<Change> readChanges(QDataStream& in) { return readList(in, readChange); }

void writeSeen(QDataStream& out, const SeenCells& seen) {
  out << (seen != nullptr);
  if (seen) writeCells(out, *seen);
}

SeenCells readSeen(QDataStream& in) {
  bool isKnown = false;
  in >> isKnown;
  requireSound(in);
  return isKnown ? std::make_shared<const Cells>(readCells(in)) : nullptr;
}

void writeMark(QDataStream& out, const CommitMark& mark) {
  writeText(out, mark.transactionId);
  writeText(out, mark.systemIdentifier);
  writeText(out, mark.timeline);
  writeCount(out, mark.generated.size());
  for (const GeneratedValues& generated : mark.generated) {
    out << static_cast<quint64>(generated.change);
    writeText(out, generated.model);
    writeText(out, generated.ref);
    writeCells(out, generated.values);
  }
}

CommitMark readMark(QDataStream& in) {
  CommitMark mark;
  mark.transactionId = readText(in);
  mark.systemIdentifier = readText(in);
  mark.timeline = readText(in);
  mark.generated = readList(in, [](QDataStream& from) {
    GeneratedValues generated;
    quint64 change = 0;
    from >> change;
    generated.change = change;
    generated.model = readText(from);
    generated.ref = readText(from);
    generated.values = readCells(from);
    return generated;
  });
  return mark;
}

}  // namespace joinery
