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
/// Draws a picture onto one page, as large as it has room for. @throws DbError Operational where nothing can be drawn on it
void printPicture(const DiagramPicture& picture, QPagedPaintDevice& device);

}  // namespace joinery::ui
