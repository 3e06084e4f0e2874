// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPageLayout>
#include <string>

#include "ui/designer/diagram/diagram_picture.h"

class QPagedPaintDevice;

namespace joinery::ui {

/// What a diagram is written as.
enum class PictureFormat { Png, Svg, Pdf };

/// The most pixels of a picture, on either side and in all.
inline constexpr int kMostPixelsOfASide = 32'000;
inline constexpr double kMostPixels = 200e6;

/// The pixels for a point of the diagram that a picture of it can have, at most as many as wanted.
double possibleScale(const QSizeF& area, double wanted);
/// Writes a picture into a file, whole or not at all. A PDF has one page of the picture's size. Takes its time: on a worker.
/// @param scale pixels for a point, of a PNG; made less where the picture would be too large
/// @throws DbError Operational where it can't be written; what was there stays
void writePicture(const DiagramPicture& picture, PictureFormat format, double scale, const std::string& path);

/// How a diagram lies on paper.
struct PrintedPages {
  int across = 1, down = 1;
  double scale = 1;  ///< of its size on the screen

  int count() const { return across * down; }
  /// Large enough to be read.
  bool isReadable() const;
  /// On one page, as large as it has room for, though not much larger than on the screen.
  static PrintedPages one(const QSizeF& area, const QPagedPaintDevice& device);
  /// On as many as it needs to be readable.
  static PrintedPages readable(const QSizeF& area, const QPagedPaintDevice& device);
};
/// Draws a picture onto pages, row by row; where they are several, each says below which it is.
/// @throws DbError Operational where nothing can be drawn on them
void printPicture(const DiagramPicture& picture, const PrintedPages& pages, QPagedPaintDevice& device);

}  // namespace joinery::ui
