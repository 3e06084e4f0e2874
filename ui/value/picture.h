// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QString>
#include <optional>
#include <string_view>

namespace joinery::ui {

/// What bytes are as a picture.
struct Picture {
  QImage image;    ///< null where it can't be shown
  QString format;  ///< "PNG", "JPEG", "SVG" …
  QSize size;      ///< pixels, as the picture says; the image may be smaller
  QString error;   ///< why it can't be shown
};

/// The format that the first bytes are those of; empty for none that can be shown here. Looks at no more than a few hundred bytes.
QString pictureFormat(std::string_view bytes);

/// Decodes a picture, one that is very large to a smaller image. A picture of the SVG format that leads to other files is refused: nothing
/// but what is in the value is read. Any thread; takes as long as it takes.
/// @pre pictureFormat() names a format
Picture decodePicture(std::string_view bytes);

}  // namespace joinery::ui
