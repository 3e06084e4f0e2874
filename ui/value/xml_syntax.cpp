// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/xml_syntax.h"

#include <QRegularExpression>
#include <QXmlStreamReader>
#include <algorithm>

namespace joinery::ui {

namespace {

/// What a document may declare elsewhere is no mistake of the text.
class AnyEntity : public QXmlStreamEntityResolver {
 public:
  QString resolveUndeclaredEntity(const QString&) override { return QStringLiteral(" "); }
};

/// The declaration <?xml …?> that content may begin with.
QRegularExpressionMatch declarationOf(const QString& text) {
  static const QRegularExpression kDeclaration(QStringLiteral("\\A<\\?xml\\s[^?]*\\?>"));
  return kDeclaration.match(text);
}

}  // namespace

std::optional<XmlMistake> xmlMistake(const QString& text) {
  const auto declaration = declarationOf(text);
  if (declaration.captured().contains(QStringLiteral("1.1"))) return std::nullopt;
  const bool isDocument = text.contains(QStringLiteral("<!DOCTYPE"));
  // Content becomes a document by an element around it.
  const QString opening = isDocument ? QString() : QStringLiteral("<content>");
  const qsizetype skipped = isDocument ? 0 : declaration.capturedLength();
  QXmlStreamReader reader(isDocument ? text : opening + text.mid(skipped) + QStringLiteral("</content>"));
  AnyEntity entities;
  reader.setNamespaceProcessing(false);
  if (isDocument) reader.setEntityResolver(&entities);
  int depth = 0;
  bool isClosed = false;
  while (!reader.atEnd() && !isClosed) {
    const auto token = reader.readNext();
    if (token == QXmlStreamReader::StartElement) ++depth;
    // The element around the content was closed by the content.
    else if (token == QXmlStreamReader::EndElement && --depth == 0 && !isDocument) isClosed = reader.characterOffset() < opening.size() + text.size() - skipped;
  }
  if (!isClosed && !reader.hasError()) return std::nullopt;
  const qsizetype place = static_cast<qsizetype>(reader.characterOffset()) - opening.size() + skipped;
  return XmlMistake{std::clamp<qsizetype>(place, 0, text.size()), isClosed ? QStringLiteral("An element is closed that was not opened.") : reader.errorString()};
}

}  // namespace joinery::ui
