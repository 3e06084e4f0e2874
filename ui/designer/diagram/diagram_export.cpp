// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/diagram_export.h"

#include <QBuffer>
#include <QCoreApplication>
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

/// Of the size on the screen: texts of some five points.
constexpr double kReadable = 0.6;
constexpr double kLargest = 1.5;
constexpr double kDotsOfAnInch = 96;
constexpr double kFooter = 18;  ///< points of the screen

/// Dots of paper for a point of the screen.
double fullScale(const QPagedPaintDevice& device) { return device.logicalDpiX() / kDotsOfAnInch; }

/// What a page has above its footer, in dots.
QSizeF pageRoom(const QPagedPaintDevice& device) { return QSizeF(device.width(), device.height() - kFooter * fullScale(device)); }

void writeFooter(QPainter& painter, const QPagedPaintDevice& device, const PrintedPages& pages, int row, int column) {
  const QString text = QCoreApplication::translate("joinery::ui::DiagramExport", "Page %1 of %2 · row %3, column %4").arg(row * pages.across + column + 1).arg(pages.count()).arg(row + 1).arg(column + 1);
  painter.save();
  painter.scale(fullScale(device), fullScale(device));
  const QSizeF page = QSizeF(device.width(), device.height()) / fullScale(device);
  painter.setFont(DiagramStyle::font(DiagramStyle::Text::Type));
  painter.setPen(Qt::darkGray);
  painter.drawText(QRectF(0, page.height() - kFooter, page.width(), kFooter), Qt::AlignRight | Qt::AlignBottom, text);
  painter.restore();
}

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

bool PrintedPages::isReadable() const { return scale >= kReadable; }

PrintedPages PrintedPages::one(const QSizeF& area, const QPagedPaintDevice& device) {
  const double full = fullScale(device);
  return {.scale = std::min({kLargest, device.width() / (area.width() * full), device.height() / (area.height() * full)})};
}

PrintedPages PrintedPages::readable(const QSizeF& area, const QPagedPaintDevice& device) {
  const QSizeF room = pageRoom(device) / (kReadable * fullScale(device));
  return {static_cast<int>(std::ceil(area.width() / room.width())), static_cast<int>(std::ceil(area.height() / room.height())), kReadable};
}

void printPicture(const DiagramPicture& picture, const PrintedPages& pages, QPagedPaintDevice& device) {
  QPainter painter;
  if (!painter.begin(&device)) refuse(QStringLiteral("The printer can't be used"));
  const double scale = pages.scale * fullScale(device);
  const QSizeF room = pages.count() > 1 ? pageRoom(device) / scale : picture.area.size();
  DiagramPicture part = picture;
  for (int page = 0; page < pages.count(); ++page) {
    if (page > 0 && !device.newPage()) refuse(QStringLiteral("The printer took no further page"));
    const int row = page / pages.across, column = page % pages.across;
    part.area = QRectF(picture.area.topLeft() + QPointF(column * room.width(), row * room.height()), room) & picture.area;
    painter.save();
    if (pages.count() == 1) painter.translate((device.width() - picture.area.width() * scale) / 2, 0);
    painter.scale(scale, scale);
    part.paint(painter, std::max(1.0, scale));
    painter.restore();
    if (pages.count() > 1) writeFooter(painter, device, pages, row, column);
  }
  if (!painter.end()) refuse(QStringLiteral("The printer took nothing"));
}

}  // namespace joinery::ui
