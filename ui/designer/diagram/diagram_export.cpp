// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/diagram_export.h"

#include <QBuffer>
#include <QImage>
#include <QImageWriter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <algorithm>
#include <cmath>

#include "orm/core/db_error.h"
#include "orm/core/output_file.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr int kPdfResolution = 144;
constexpr double kPdfPointsOfAnInch = 72;

[[noreturn]] void refuse(const QString& why) { throw DbError(ErrorKind::Operational, toStdString(why)); }

QByteArray pngOf(const DiagramPicture& picture, double wanted) {
  const double scale = possibleScale(picture.area.size(), wanted);
  QImage image((picture.area.size() * scale).toSize().expandedTo({1, 1}), QImage::Format_RGB32);
  if (image.isNull()) refuse(QStringLiteral("There is no memory for a picture of %1 × %2 pixels").arg(std::lround(picture.area.width() * scale)).arg(std::lround(picture.area.height() * scale)));
  QPainter painter(&image);
  painter.scale(scale, scale);
  // All of it is to be read, however small the whole will be shown.
  picture.paint(painter, std::max(1.0, scale));
  painter.end();
  QBuffer buffer;
  buffer.open(QIODevice::WriteOnly);
  QImageWriter writer(&buffer, "png");
  if (!writer.write(image)) refuse(writer.errorString());
  return buffer.data();
}

QByteArray svgOf(const DiagramPicture& picture) {
  QBuffer buffer;
  buffer.open(QIODevice::WriteOnly);
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setResolution(96);
  generator.setSize(picture.area.size().toSize());
  generator.setViewBox(QRectF(QPointF(), picture.area.size()));
  QPainter painter;
  if (!painter.begin(&generator)) refuse(QStringLiteral("Qt can't write SVG here"));
  picture.paint(painter, 1);
  painter.end();
  return buffer.data();
}

QByteArray pdfOf(const DiagramPicture& picture) {
  // A page has at most 200 inches; larger ones are drawn smaller.
  constexpr double kLongestSide = 14'400;
  const double scale = std::min(1.0, kLongestSide / std::max(picture.area.width(), picture.area.height()));
  QBuffer buffer;
  buffer.open(QIODevice::WriteOnly);
  QPdfWriter writer(&buffer);
  writer.setResolution(kPdfResolution);
  writer.setPageLayout(QPageLayout(QPageSize(picture.area.size() * scale, QPageSize::Point, {}, QPageSize::ExactMatch), QPageLayout::Portrait, {}));
  QPainter painter;
  if (!painter.begin(&writer)) refuse(QStringLiteral("Qt can't write PDF here"));
  painter.scale(scale * kPdfResolution / kPdfPointsOfAnInch, scale * kPdfResolution / kPdfPointsOfAnInch);
  picture.paint(painter, 1);
  painter.end();
  return buffer.data();
}

}  // namespace

double possibleScale(const QSizeF& area, double wanted) {
  const double bySide = kMostPixelsOfASide / std::max({area.width(), area.height(), 1.0});
  const double byArea = std::sqrt(kMostPixels / std::max(1.0, area.width() * area.height()));
  return std::min({wanted, bySide, byArea});
}

void writePicture(const DiagramPicture& picture, PictureFormat format, double scale, const std::string& path) {
  const QByteArray bytes = format == PictureFormat::Png ? pngOf(picture, scale) : format == PictureFormat::Svg ? svgOf(picture) : pdfOf(picture);
  OutputFile file(path);
  file.write({bytes.constData(), static_cast<std::size_t>(bytes.size())});
  file.commit();
}

void printPicture(const DiagramPicture& picture, QPagedPaintDevice& device) {
  QPainter painter;
  if (!painter.begin(&device)) refuse(QStringLiteral("The printer can't be used"));
  const QRectF page(QPointF(), QSizeF(device.width(), device.height()));
  const double scale = std::min(page.width() / picture.area.width(), page.height() / picture.area.height());
  painter.translate((page.width() - picture.area.width() * scale) / 2, 0);
  painter.scale(scale, scale);
  picture.paint(painter, std::max(1.0, scale));
  if (!painter.end()) refuse(QStringLiteral("The printer took nothing"));
}

}  // namespace joinery::ui
