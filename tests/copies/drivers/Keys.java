// Every foreign key of a schema as JDBC's DatabaseMetaData lists it, one a line: table, column, the table it names, its column.
import java.sql.*;
import java.util.*;

public class Keys {
    public static void main(String[] args) throws Exception {
        try (Connection connection = DriverManager.getConnection(args[0])) {
            DatabaseMetaData meta = connection.getMetaData();
            List<String> tables = new ArrayList<>();
            try (ResultSet rows = meta.getTables(null, "marts", "%", new String[] {"TABLE"})) {
                while (rows.next()) tables.add(rows.getString("TABLE_NAME"));
            }
            for (String table : tables) {
                try (ResultSet rows = meta.getImportedKeys(null, "marts", table)) {
                    while (rows.next()) {
                        System.out.println(String.join(" ", table, rows.getString("FKCOLUMN_NAME"), rows.getString("PKTABLE_NAME"), rows.getString("PKCOLUMN_NAME")));
                    }
                }
            }
        }
    }
}
