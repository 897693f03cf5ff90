package oapro.mapper;

import java.util.Map;
import oapro.domain.WxUser;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

@Mapper
public interface WxUserMapper {
  @Select("SELECT * FROM wx_user WHERE weixin_openid = #{openid} AND deleted = 0 LIMIT 1")
  WxUser findByOpenid(String openid);

  @Insert(
      """
      INSERT INTO wx_user (username, weixin_openid, nickname, avatar, gender, user_level, status, share_user_id,
        last_login_time, last_login_ip, add_time, update_time)
      VALUES (#{username}, #{weixinOpenid}, #{nickname}, #{avatar}, #{gender}, #{userLevel}, #{status}, #{shareUserId},
        #{lastLoginTime}, #{lastLoginIp}, #{addTime}, #{addTime})
      """)
  @Options(useGeneratedKeys = true, keyProperty = "id")
  void add(WxUser user);

  @Update(
      """
      UPDATE wx_user SET last_login_time = #{lastLoginTime}, last_login_ip = #{lastLoginIp}, update_time = #{lastLoginTime}
      WHERE id = #{id}
      """)
  void updateLogin(WxUser user);

  @Update("UPDATE wx_user SET mobile = #{mobile} WHERE id = #{id} AND deleted = 0")
  int updateMobile(int id, String mobile);

  /** What the personal centre counts. */
  @Select(
      """
      SELECT (SELECT COUNT(*) FROM metting WHERE user_id = #{id}) AS metting_pubs,
        (SELECT COUNT(*) FROM metting_join WHERE user_id = #{id}) AS metting_joins,
        (SELECT COUNT(*) FROM vote WHERE user_id = #{id}) AS vote_pubs,
        (SELECT COUNT(*) FROM vote_join WHERE user_id = #{id}) AS vote_joins
      """)
  Map<String, Long> counts(int id);
}
