-- Lists, each with how its lines compare with what its government says.
select
    lists.*,
    lists.member_count - lists.declared_member_count as lines_too_many
from marts.dim_critical_list as lists
