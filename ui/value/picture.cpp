// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/picture.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QImageReader>
#include <QRegularExpression>
#include <array>

namespace joinery::ui {

namespace {

struct PictureText {
  Q_DECLARE_TR_FUNCTIONS(joinery::ui::Picture)
};

/// Of one side of the decoded image; 256 MiB for a square one.
constexpr int kMostPixelsOfSide = 8'192;
constexpr int kMostDecodedMiB = 512;
constexpr int kSvgSide = 1'024;

struct Signature { const char* format; std::string_view start; std::string_view later; std::size_t at; };

constexpr std::array kSignatures{
    Signature{"PNG", "\x89PNG\r\n\x1a\n", {}, 0}, Signature{"JPEG", "\xff\xd8\xff", {}, 0},
    Signature{"GIF", "GIF8", {}, 0},              Signature{"WebP", "RIFF", "WEBP", 8},
    Signature{"TIFF", std::string_view("II*\0", 4), {}, 0}, Signature{"TIFF", std::string_view("MM\0*", 4), {}, 0},
    Signature{"ICO", std::string_view("\0\0\1\0", 4), {}, 0},
};

bool isSvg(std::string_view bytes) {
  constexpr std::size_t kLookedAt = 512;
  const std::string_view head = bytes.substr(0, kLookedAt);
  const auto first = head.find_first_not_of(" \t\r\n\xef\xbb\xbf");
  return first != std::string_view::npos && head[first] == '<' && head.find("<svg") != std::string_view::npos;
}

/// A bitmap has two letters and its size; two letters alone are any text.
bool isBitmap(std::string_view bytes) {
  if (bytes.size() < 18 || !bytes.starts_with("BM")) return false;
  return bytes[6] == 0 && bytes[7] == 0 && bytes[8] == 0 && bytes[9] == 0;
}

/// Links to anything but parts of itself, and what can hide them.
bool leadsElsewhere(std::string_view svg) {
  const QString text = QString::fromUtf8(svg.data(), static_cast<qsizetype>(svg.size()));
  static const QRegularExpression kLink(QStringLiteral(R"(href\s*=\s*["'](?!\s*(#|data:))|<!ENTITY|<!ATTLIST|<\?xml-stylesheet|@import|url\(\s*["']?(?!#|data:))"),
                                        QRegularExpression::CaseInsensitiveOption);
  return text.contains(kLink);
}

QSize fitting(QSize size, int side) { return size.width() > side || size.height() > side ? size.scaled(side, side, Qt::KeepAspectRatio) : size; }

}  // namespace

QString pictureFormat(std::string_view bytes) {
  for (const Signature& each : kSignatures)
    if (bytes.starts_with(each.start) && (each.later.empty() || (bytes.size() > each.at && bytes.substr(each.at).starts_with(each.later)))) return QString::fromLatin1(each.format);
  if (isBitmap(bytes)) return QStringLiteral("BMP");
  return isSvg(bytes) ? QStringLiteral("SVG") : QString();
}

Picture decodePicture(std::string_view bytes) {
  Picture picture;
  picture.format = pictureFormat(bytes);
  const bool isVector = picture.format == QLatin1String("SVG");
  if (isVector && leadsElsewhere(bytes)) {
    picture.error = PictureText::tr("The picture refers to other files, which are not opened.");
    return picture;
  }
  QByteArray data = QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size()));
  QBuffer buffer(&data);
  buffer.open(QIODevice::ReadOnly);
  QImageReader reader(&buffer, picture.format.toLower().toLatin1());
  reader.setAutoTransform(true);
  reader.setAllocationLimit(kMostDecodedMiB);
  picture.size = reader.size();
  if (picture.size.isValid()) {
    const QSize shown = fitting(isVector ? picture.size.scaled(kSvgSide, kSvgSide, Qt::KeepAspectRatio) : picture.size, kMostPixelsOfSide);
    if (shown != picture.size) reader.setScaledSize(shown);
  }
  if (!reader.read(&picture.image)) {
    picture.error = reader.error() == QImageReader::UnsupportedFormatError ? PictureText::tr("Pictures of this format can't be shown here.")
                                                                           : PictureText::tr("The picture is broken: %1").arg(reader.errorString());
    picture.image = QImage();
    return picture;
  }
  if (!picture.size.isValid()) picture.size = picture.image.size();
  return picture;
}

}  // namespace joinery::ui
