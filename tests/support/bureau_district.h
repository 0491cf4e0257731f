#pragma once
/// The small district with the bureau it stands under.
#include <string>

#include "tests/support/small_district.h"

namespace kecang::testing {

/// chen administers s1, sun administers s3, which is in no group with s1; officer is of the bureau
/// of s1.
class BureauDistrict : public SmallDistrict {
 public:
  explicit BureauDistrict(LiveServer& server) : SmallDistrict(server) {
    auto admin = server.admin();
    const std::string p = std::string(",") + kPassword + "\n";
    roster(admin, "regions", "编号,名称,级别,上级\nr1,江城市,市,\nr2,江北区,区,r1\n");
    roster(admin, "schools", "key,name,区划,学校类型,学段\ns1,江北实验中学,r2,初中,初中\n");
    roster(admin, "users", "key,login,name,password\nt5,sun,孙主任" + p + "t6,officer,周科员" + p);
    roster(admin, "memberships",
           "kind,member,container,role,from\n"
           "user_in_school,sun,s3,school_administrator,2020-01-01\n"
           "人员属于地区,officer,r1,教育局,2020-01-01\n");
  }
};

}  // namespace kecang::testing
