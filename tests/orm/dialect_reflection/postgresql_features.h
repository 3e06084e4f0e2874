// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

/// A script that makes a schema with every feature of PostgreSQL that reflection knows, in an empty database.
/// @param version of the server, as server_version_num gives it
std::string postgresqlFeatures(int version);

/// The same of what comes with the server's package of extensions: exclusion over scalars, types and operator classes of extensions.
std::string postgresqlFeaturesOfExtensions();
/// Collations of ICU.
std::string postgresqlFeaturesOfIcu();
