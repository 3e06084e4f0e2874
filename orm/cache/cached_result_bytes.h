// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <memory>
#include <string>

#include "orm/cache/cache_region.h"

namespace joinery {

/// A result as bytes that the same program reads again, with the key that it stands under, and a sum that tells whether they are whole.
/// @param result of frozen records or plain rows
QByteArray bytesOf(const CachedResult& result, const std::string& key);
/// @param registry with models of the same names and attributes
/// @throws DbError Data: damaged, of another version or key, or written for other models
CachedResult cachedResultFrom(const QByteArray& bytes, const std::string& key, std::shared_ptr<const Registry> registry);

}  // namespace joinery
