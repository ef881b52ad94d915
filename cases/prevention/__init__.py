"""The prevention register 预防: campaigns, activities, check-ups, leads, meetings, sites, collective contracts."""
