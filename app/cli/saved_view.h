// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/arguments.h"
#include "orm/workspace/workspace.h"

namespace joinery::cli {

/// `--workspace FILE --view NAME`, for those commands that can take what they show from a saved view.
std::vector<Arguments::Option> savedViewOptions();
/// Whether the words ask for a saved view, which names its model: MODEL is no word then.
bool namesSavedView(const QStringList& words);
/// The view that the options name: of the connection to that database, else of the only connection that has one of that name.
/// @throws DbError Argument where one of the options is missing, or there is no such view, with the nearest names
SavedView savedView(const Arguments& arguments, const std::string& url);

/// What the workspace of the options declares of that database's models; nothing where none is given or it has no connection to the database.
ModelDeclarations declarationsFor(const Arguments& arguments, const std::string& url);

}  // namespace joinery::cli
