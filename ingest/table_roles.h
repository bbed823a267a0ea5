/* The roles that columns of tables have: in tables of edges, and in tables of posts. The names are part of
 * the interface (--map) and documented, with the header names that mean them, in docs/formats/csv-input.md.
 */
#ifndef REL_INGEST_TABLE_ROLES_H
#define REL_INGEST_TABLE_ROLES_H

#include "ingest/mapping.h"

/* Role, its name, header names that mean it. Roles choose their columns in this order. */
#define REL_EDGE_ROLE_LIST(X)                                                                                \
    X(SOURCE, "source",                                                                                      \
      "from|src|vertex1|node1|user1|id1|fromnodeid|fromid|fromuser|follower|author|user|sender|de|origine|"  \
      "subscriber|abonne|abonn\xc3\xa9|followers")                                                           \
    X(SOURCE_ID, "source_id",                                                                                \
      "sourceuserid|followerid|subscriberid|fromuserid|authorid|userid|did|userdid|accountid")               \
    X(SOURCE_HANDLE, "source_handle",                                                                        \
      "sourceusername|fromusername|fromscreenname|followerusername|username|screenname|userhandle")          \
    X(SOURCE_NAME, "source_name", "sourcelabel|fromname|authorname|displayname")                             \
    X(TARGET, "target",                                                                                      \
      "to|dst|dest|destination|vertex2|node2|user2|id2|tonodeid|toid|touser|followed|followee|mentioned|"    \
      "vers|cible|friend|following")                                                                         \
    X(TARGET_ID, "target_id",                                                                                \
      "targetuserid|followedid|followeeid|friendid|touserid|mentioneduserid|mentioneddid")                   \
    X(TARGET_HANDLE, "target_handle",                                                                        \
      "targetusername|tousername|toscreenname|followedusername|mentionedusername|mentionedhandle")           \
    X(TARGET_NAME, "target_name", "targetlabel|toname")                                                      \
    X(TIME, "time",                                                                                          \
      "timestamp|date|datetime|createdat|timestamputc|relationshipdateutc|relationshipdate|createdutc|when|" \
      "unixtimestamp|epoch|heure|horodatage")                                                                \
    X(KIND, "kind", "type|relationship|relation|interaction|edgetype|action|reltype|nature")                 \
    X(WEIGHT, "weight", "w|count|strength|edgeweight|poids|occurrences|value")                               \
    X(POST, "post", "postid|tweetid|statusid|actid|importedid")                                              \
    X(TARGET_POST, "target_post", "targetpostid|targettweetid|inreplytostatusid|retweetedid|originalpostid") \
    X(PLATFORM, "platform", "network|site|plateforme|reseau")

#define REL_POST_ROLE_LIST(X)                                                                                \
    X(ID, "id",                                                                                              \
      "postid|tweetid|statusid|messageid|commentid|uri|guid|resourceid|contentid|shortcode|videoid")         \
    X(AUTHOR_ID, "author_id",                                                                                \
      "authorid|userid|fromuserid|userdid|accountid|authorchannelid|channelid|facebookid|did")               \
    X(HANDLE, "handle",                                                                                      \
      "userscreenname|screenname|authorusername|userhandle|authorhandle|authoruniqueid|fromusername|"        \
      "username|userusername|pseudo")                                                                        \
    X(AUTHOR, "author",                                                                                      \
      "user|from|account|accountname|by|sender|owner|pagename|groupname|auteur|utilisateur|compte")          \
    X(OWNER, "owner", "")                                                                                    \
    X(NAME, "name",                                                                                          \
      "authorname|displayname|authordisplayname|fullname|authorfullname|userfullname|fromuserrealname|"      \
      "nickname|username|nom")                                                                               \
    X(TIME, "time",                                                                                          \
      "timestamputc|createdat|postcreated|createdutc|createtime|createdtime|datetime|dateutc|timestamp|"     \
      "publishedat|takenat|postedat|postdate|date|unixtimestamp|localtime|published|horodatage")             \
    X(CLOCK, "clock", "time|timeutc|hour|heure")                                                             \
    X(TEXT, "text",                                                                                          \
      "fulltext|body|message|content|caption|tweet|tweettext|selftext|videodescription|description|snippet|" \
      "texte|contenu")                                                                                       \
    X(LANG, "lang", "language|langue|languages")                                                             \
    X(URL, "url", "permalink|posturl|permalinkurl|tweeturl|commenturl|adresse")                              \
    X(KIND, "kind", "type|posttype|threadentrytype|interaction|relationship|nature")                         \
    X(TARGET_ID, "target_id", "targetpostid|targetpost|originalpostid|objectid")                             \
    X(TARGET_AUTHOR, "target_author", "targetuser|target|originalauthor|threadauthor|authororiginal")        \
    X(REPLY_ID, "reply_id",                                                                                  \
      "referencedtweetsrepliedtoid|inreplytostatusid|inreplytoid|totweetid|topostid|toposturi|"              \
      "repliedtopost|parentcommentid|parentid|isreplyto|replyto")                                            \
    X(REPLY_AUTHOR_ID, "reply_author_id", "inreplytouserid|touserid|touserdid|repliedtouserid")              \
    X(REPLY_HANDLE, "reply_handle",                                                                          \
      "inreplytousername|inreplytoscreenname|tousername|toscreenname|repliedtouser|touserhandle")            \
    X(SHARE_ID, "share_id", "referencedtweetsretweetedid|retweetedid|retweetedstatusid|repostedid|sharedid") \
    X(SHARE_AUTHOR_ID, "share_author_id", "retweeteduserid|reposteduserid|shareduserid")                     \
    X(SHARE_HANDLE, "share_handle", "retweetedusername|retweeteduser|repostedusername|retweetof")            \
    X(QUOTE_ID, "quote_id", "referencedtweetsquotedid|quotedid|quotedstatusid|quoteduri|quotedpost")         \
    X(QUOTE_AUTHOR_ID, "quote_author_id", "quoteduserid|quoteduserdid")                                      \
    X(QUOTE_HANDLE, "quote_handle", "quotedusername|quoteduserhandle|quoteduser")                            \
    X(COMMENT_ON, "comment_on", "")                                                                          \
    X(SHARE_LINK, "share_link", "")                                                                          \
    X(SHARER_ID, "sharer_id", "repostbyuserdid")                                                             \
    X(SHARER_HANDLE, "sharer_handle", "repostbyuserhandle")                                                  \
    X(SHARED_TIME, "shared_time", "reposttimestamputc")                                                      \
    X(MENTIONS, "mentions",                                                                                  \
      "entitiesmentions|mentionednames|mentioneduserhandles|mentionedusers|mentionedauthors")                \
    X(MENTION_IDS, "mention_ids", "mentionedids|mentioneduserdids")                                          \
    X(USERTAGS, "usertags", "taggedusers")                                                                   \
    X(COAUTHORS, "coauthors", "coauthorproducers")                                                           \
    X(HASHTAGS, "hashtags", "entitieshashtags|tags|hashtagnames|motsdiese|hashtag")                          \
    X(LINKS, "links", "entitiesurls|urls|urlsexpanded|finallink|link|liens|lien")                            \
    X(LIKES, "likes",                                                                                        \
      "likecount|publicmetricslikecount|favoritecount|favouritescount|favorites|diggcount|numlikes|"         \
      "reactions|jaime")                                                                                     \
    X(LIKES_HIDDEN, "likes_hidden", "likeandviewcountsdisabled")                                             \
    X(REPLIES, "replies",                                                                                    \
      "replycount|publicmetricsreplycount|repliescount|commentcount|commentscount|comments|numcomments|"     \
      "commentaires|reponses")                                                                               \
    X(SHARES, "shares",                                                                                      \
      "retweetcount|publicmetricsretweetcount|repostcount|reblogscount|sharecount|retweets|reposts|"         \
      "sharescount|partages")                                                                                \
    X(QUOTES, "quotes", "quotecount|publicmetricsquotecount|citations")                                      \
    X(VIEWS, "views",                                                                                        \
      "viewcount|publicmetricsimpressioncount|impressioncount|impressions|playcount|totalviews|postviews|"   \
      "vues")                                                                                                \
    X(FOLLOWERS, "followers",                                                                                \
      "followerscount|userfollowers|authorpublicmetricsfollowerscount|fromuserfollowercount|followercount|"  \
      "followersatposting|authorfollowers|abonnes|abonn\xc3\xa9s")                                           \
    X(FOLLOWERS_HIDDEN, "followers_hidden", "hiddensubscribercount")                                         \
    X(FOLLOWING, "following",                                                                                \
      "followingcount|userfriends|authorpublicmetricsfollowingcount|fromuserfriendcount|friendscount|"       \
      "abonnements")                                                                                         \
    X(POSTS, "posts",                                                                                        \
      "postscount|usertweets|authorpublicmetricstweetcount|statusescount|tweetcount|publications")           \
    X(VERIFIED, "verified", "userverified|authorverified|fromuserverified|isverified")                       \
    X(PROTECTED, "protected", "authorprotected|isprivate|userisprivate")                                     \
    X(BOT, "bot", "isbot|authorisbot")                                                                       \
    X(BIO, "bio", "userdescription|authordescription|fromuserdescription|pagedescription")                   \
    X(LOCATION, "location", "userlocation|authorlocation|lieu")                                              \
    X(JOINED, "joined", "usercreatedat|authorcreatedat|pagecreated|usertimestamputc|fromusercreatedat")      \
    X(CONVERSATION, "conversation", "conversationid|threadid|torootposturi")                                 \
    X(RETRIEVED, "retrieved", "twarcretrievedat|collectiontime|retrievedat|timestampcollected|retrievedon")  \
    X(COLLECTED, "collected", "matchquery")                                                                  \
    X(PLATFORM, "platform", "network|site|plateforme|reseau")

typedef enum rel_edge_role {
#define X(role, name, names) REL_EDGE_##role,
    REL_EDGE_ROLE_LIST(X)
#undef X
        REL_EDGE_ROLES
} rel_edge_role;

typedef enum rel_post_role {
#define X(role, name, names) REL_POST_ROLE_##role,
    REL_POST_ROLE_LIST(X)
#undef X
        REL_POST_ROLES
} rel_post_role;

extern const rel_role_set rel_edge_roles;
extern const rel_role_set rel_post_roles;

#endif
