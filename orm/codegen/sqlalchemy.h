// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/codegen/sqlalchemy_version.h"
#include "orm/model/registry.h"

namespace joinery {

/// A Python module that maps the models with SQLAlchemy's declarative classes: columns, keys, checks, indexes, comments, relationships
/// from both sides. Tables without a primary key are Table objects; views are those of a MetaData of their own, as create_all()
/// would make tables of them. Models that share another one's table are left out, by a comment. Names that Python can't have are changed, and
/// the column's is given. Pure; any thread. Source: docs.sqlalchemy.org/en/14/orm, docs.sqlalchemy.org/en/20/orm
std::string sqlAlchemyModels(const Registry& registry, SqlAlchemyVersion version);

}  // namespace joinery
