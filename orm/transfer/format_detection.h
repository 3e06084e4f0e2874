// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "orm/transfer/transfer_format.h"

namespace joinery {

/// How a file seems to be written.
struct DetectedFormat {
  TransferFormat format = TransferFormat::Csv;
  DelimitedOptions delimited = {};
};

/// By the file's name and its beginning: what the name tells is believed; else a [ begins JSON and a { JSON Lines, and anything else is
/// CSV. Of CSV the delimiter is that of comma, semicolon, tab and | which parts most of its first lines into as many cells as the first,
/// the more the better.
/// @param head the first bytes of the file, some KiB
DetectedFormat detectFormat(const std::string& path, std::string_view head);
/// The same of a file. Reads its beginning. @throws DbError Argument where it can't be read, or is no regular file
DetectedFormat detectFormatOf(const std::string& path);

}  // namespace joinery
